"""Candidates of the English parser: statements of a theme's central texts that say what its members want or suffer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from voc.engine.intent import judge_by_rules
from voc.engine.naming.parse import parse
from voc.engine.naming.reading import Reading, content_stems
from voc.engine.naming.reduce import Statement, reduce_sentence
from voc.engine.naming.vocabulary import Candidate, Vocabulary
from voc.engine.naming.worth import Traits, judge
from voc.engine.phrases import stem

CENTRAL, TYPICAL = 26, 14  # texts of a theme that are parsed: the most central, and of the rest those with most of the theme's words
STATEMENTS = 40  # of a theme that are embedded
NEEDED = 0.5  # share of requests among what the texts want, from which a noun alone may be what is needed
_CODE = re.compile(r"\d{3}|[A-Z]+-\d")
_WANTING = frozenset(("cannot", "wish", "want", "asked", "ask", "absence", "must"))  # kinds that ask for something or tell that it is missing
_TROUBLED = frozenset(("request", "problem", "churn_threat"))  # intents


def find_statements(readings: Sequence[Reading], vocabulary: Vocabulary) -> list[list[Candidate]]:
    """Each theme's statements, the most promising first; none where there is no parser, or the theme speaks another language."""
    texts = [_texts_to_parse(reading, vocabulary) if reading.is_english else [] for reading in readings]
    parsed = iter(parse([text for some in texts for text in some]))
    stated = [[list(reduce_sentence(doc)) for _, doc in zip(some, parsed, strict=False)] for some in texts]
    return [_weigh(reading, some, vocabulary) for reading, some in zip(readings, stated, strict=True)]


def _texts_to_parse(reading: Reading, vocabulary: Vocabulary) -> list[str]:
    central, rest = reading.texts[:CENTRAL], range(CENTRAL, len(reading.texts))
    typical = sorted(rest, key=lambda i: (-vocabulary.weigh(reading, reading.stems[i]), i))[:TYPICAL]
    return [*central, *(reading.texts[i] for i in typical)]


def _weigh(reading: Reading, found: Sequence[Sequence[Statement]], vocabulary: Vocabulary) -> list[Candidate]:
    intents = [intent for intent in judge_by_rules(reading.texts) if intent is not None]
    asking = intents.count("request") / max(1, len(intents))
    praises = 2 * intents.count("praise") > len(intents)
    known: dict[str, Traits] = {}
    for place, statements in enumerate(found):
        statements = [*statements, *(_needed(one) for one in statements if one.kind == "noun" and asking >= NEEDED)]
        for statement, tone in zip(statements, judge_by_rules([statement.text for statement in statements]), strict=True):
            text = vocabulary.write(statement.text)
            if text in known:
                continue
            stems = content_stems(text)
            alone = sum(reading.counts.get(word, 0) < reading.least for word in stems)
            if _names_the_theme(text, stems, alone, statement, reading, vocabulary):
                fits = tone == "praise" if praises else statement.kind in _WANTING or tone in _TROUBLED
                wish = asking if statement.kind in ("asked", "wish") else 0.0
                weight = vocabulary.weigh(reading, [word for word in stems if word in reading.where])
                known[text] = Traits(statement.kind, wish, 1 - place / len(found), weight, fits, alone)
    heaviest = max((traits.weight for traits in known.values()), default=0.0) or 1.0
    worth = [Candidate(text, judge(replace(traits, weight=traits.weight / heaviest))) for text, traits in known.items()]
    return sorted(worth, key=lambda found: (-found.merit, found.text))[:STATEMENTS]


def _names_the_theme(text: str, stems: frozenset[str], alone: int, statement: Statement, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Whether its nouns recur, at most one of its words is one text's alone, and it says more than a code or the product's name."""
    return bool(
        alone < min(2, len(stems))
        and sum(map(vocabulary.names_product, text.split())) < len(stems)
        and not _CODE.search(text)
        and all(reading.counts.get(stem(noun), 0) >= reading.least for noun in statement.nouns if stem(noun) in stems)
    )


def _needed(noun: Statement) -> Statement:
    return replace(noun, text=" ".join(filter(None, ("Need", noun.article, noun.text))), kind="asked")
