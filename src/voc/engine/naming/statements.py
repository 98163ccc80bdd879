"""Candidates of the English parser: statements of a theme's central texts that say what its members want or suffer."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from voc.domain.labels import SHORTEST_LABEL
from voc.engine.intent import judge_by_rules
from voc.engine.naming.parse import parse
from voc.engine.naming.reading import Reading, content_stems
from voc.engine.naming.reduce import Statement, reduce_sentence
from voc.engine.naming.vocabulary import Candidate, Vocabulary
from voc.engine.phrases import stem

CENTRAL, TYPICAL = 26, 14  # texts of a theme that are parsed: the most central, and of the rest those with most of the theme's words
STATEMENTS = 20  # of a theme that are embedded
MERITS = {
    "clause": 0.3,
    "cannot": 0.3,
    "wish": 0.3,
    "asked": 0.24,
    "ask": 0.28,
    "absence": 0.28,
    "undergone": 0.22,
    "must": 0.12,
    "noun": 0.12,
    "want": 0.0,
    "task": -0.1,
}  # of the kinds of statement
_CODE = re.compile(r"\d{3}|[A-Z]+-\d")
UNLIKE = 0.25  # cost of another tone than the theme's
PAST = 0.1  # cost of telling of one occasion
ASKED = 0.5  # share of the texts with a noun that ask for something, from which it is needed
ALONE = 0.12  # cost of a word that no other text has
LEADING = 0.1  # worth of coming from the most central text
WISHFUL = 0.08  # cost of a wish where most suffer
BARE = 0.15  # cost of a lone noun that is wanted
FIGURE = 0.1  # cost of a number
PRODUCT = 0.35  # cost of the product's name


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
    intents = judge_by_rules(reading.texts)
    mood = _mood(intents[:CENTRAL])
    asking = sum(1 << bit for bit, intent in enumerate(intents) if intent == "request")
    best: dict[str, Candidate] = {}
    for place, statements in enumerate(found):
        statements = [*statements, *(_needed(one) for one in statements if one.kind == "noun" and mood != "praise" and _is_asked_for(one, reading, asking))]
        tones = judge_by_rules([statement.text for statement in statements])
        for statement, tone in zip(statements, tones, strict=True):
            text = vocabulary.write(statement.text)
            stems = content_stems(text)
            if not stems or any(reading.counts.get(stem(noun), 0) < reading.least for noun in statement.nouns if stem(noun) in stems):
                continue
            words = text.split()
            if _CODE.search(text):
                continue
            if sum(map(vocabulary.names_product, words)) >= len(stems):
                continue
            alone = sum(reading.counts.get(word, 0) < reading.least for word in stems)
            if alone == len(stems) or alone > 1:
                continue
            recurring = [word for word in stems if word in reading.where]
            shared = math.log1p(reading.shared(recurring)) / math.log1p(len(reading.texts))
            merit = MERITS[statement.kind] + _tone(statement.kind, tone, mood) - ALONE * alone + LEADING * (1 - place / len(found))
            merit -= BARE * (statement.kind in ("wish", "asked", "absence") and len(words) - (words[1] in ("a", "an", "the")) == SHORTEST_LABEL)
            merit -= PRODUCT * any(map(vocabulary.names_product, words))
            merit -= PAST * statement.past + FIGURE * any(character.isdigit() for character in text)
            candidate = Candidate(text, len(words), vocabulary.weigh(reading, recurring), shared, merit)
            if text not in best or best[text].merit < merit:
                best[text] = candidate
    heaviest = max((candidate.weight for candidate in best.values()), default=0.0) or 1.0
    return sorted(best.values(), key=lambda c: (-(c.merit + 0.6 * c.weight / heaviest + 0.1 * c.shared), c.text))[:STATEMENTS]


def _is_asked_for(noun: Statement, reading: Reading, asking: int) -> bool:
    """Whether most of the texts that hold a noun ask for something."""
    holding = reading.holding(content_stems(noun.text))
    return holding.bit_count() >= 2 and (holding & asking).bit_count() >= ASKED * holding.bit_count()


def _needed(noun: Statement) -> Statement:
    return replace(noun, text=" ".join(filter(None, ("Need", noun.article, noun.text))), kind="asked")


def _mood(intents: Sequence[str | None]) -> str:
    """What most of the texts do: praise, report a problem or ask for something."""
    known = [intent for intent in intents if intent is not None]
    if 2 * known.count("praise") > len(known):
        return "praise"
    return "problem" if known.count("problem") > known.count("request") else "request"


def _tone(kind: str, tone: str | None, mood: str) -> float:
    is_wanting = kind in ("cannot", "wish", "want", "asked", "ask", "absence", "must") or tone in ("request", "problem", "churn_threat")
    if mood == "praise":
        return UNLIKE / 2 if tone == "praise" else -UNLIKE if is_wanting else 0.0
    if is_wanting:
        return -WISHFUL if mood == "problem" and kind in ("wish", "want", "asked") else 0.0
    return -2 * UNLIKE if tone == "praise" else -UNLIKE if kind == "noun" and mood == "request" else -1.4 * UNLIKE
