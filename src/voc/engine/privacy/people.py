"""Names of persons: by the words before them, and in English by the parser, only on evidence: the small model takes many a product for a person."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from voc.engine.alignment import AlignedText, Edit
from voc.engine.language import ENGLISH, detect_language
from voc.engine.privacy.named import COMPANIES, find_named, is_persons

_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_CUE = (
    r"(?:my name is|i am|i'm|this is|here is|spoke (?:to|with)|speak (?:to|with)|talked (?:to|with)|met|met with|told by|colleague"
    r"|regards|thanks|thank you|cheers|best|sincerely|hi|hello|dear|mr|mrs|ms|miss|dr|prof|herr|frau|assigned to|signed)"
)
# Worth the parser's time: two capitalised words, or one after a cue.
_WORTH = re.compile(rf"\b{_WORD} (?:[A-Z]\. )?{_WORD}|(?i:\b{_CUE})[.,:]?\s+{_WORD}")
_CUED = re.compile(rf"\b{_CUE}[.,:]?\s+(?:my colleague )?$", re.IGNORECASE)
_TWO = re.compile(rf"{_WORD}(?: (?:[A-Z]\.|van|von|de|da|del|der|di|la|bin|al|{_WORD})){{1,4}}$")
_TITLE = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Hi|Hello|Dear|Hey|Thanks|Regards|Cheers|Best)\b[.,]?\s+")
_NOT_NEEDED = ("tagger", "parser", "attribute_ruler", "lemmatizer")
_LOOK_BACK = 40
_LONGEST = 20_000  # characters that are parsed at once


class Parser(Protocol):
    """spaCy's pipeline, as far as it is used here: the web process, which hides too, must not load it."""

    def __call__(self, text: str, *, disable: Sequence[str]) -> "Parsed": ...


class Parsed(Protocol):
    """A parsed text; its entities have `label_`, `text`, `start_char` and `end_char`."""

    @property
    def ents(self) -> Iterable[Any]: ...


def hide_names(text: AlignedText, nlp: Parser, known: frozenset[str] = frozenset(), language: str | None = None) -> AlignedText:
    """The text with the names of persons replaced by `[name]`. `known` are lower-case names of features and accounts: none of them is a person's.

    The parser knows English alone, and in other languages takes any noun for a person.
    """
    language = language or detect_language(text.text)
    text = text.edited(find_named(text.text, language, known))
    return text.edited(_find_names(text.text, nlp, known)) if language == ENGLISH else text


def _find_names(text: str, nlp: Parser, known: frozenset[str]) -> Iterator[Edit]:
    if len(text) > _LONGEST or not _WORTH.search(text):
        return
    for entity in nlp(text, disable=_NOT_NEEDED).ents:
        if entity.label_ != "PERSON":
            continue
        title = _TITLE.match(entity.text)
        start = entity.start_char + (title.end() if title else 0)
        name = re.sub(r"['’]s$", "", text[start : entity.end_char].split("\n")[0]).rstrip(" ,.")
        if "[" in name or not is_persons(name, known) or not re.match(_WORD, name) or name.isupper():
            continue
        if any(m.start() < start + len(name) and start < m.end() for m in COMPANIES.finditer(text, max(0, start - _LOOK_BACK))):
            continue
        if _TWO.match(name) or title or _CUED.search(text[max(0, start - _LOOK_BACK) : start]):
            yield start, start + len(name), "[name]"
