"""Words of a parsed sentence, written as a label."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

_LABEL = re.compile(r"^[^\W_][\w'’&/+.-]*(?: [\w'’&/+.-]*[\w'+])*$")

_CONSONANTS = ("use", "uni", "eur", "one")  # spoken as with one


def write(words: Sequence[Token], frame: str = "") -> str | None:
    """The words with their spaces, after the frame's word; None where marks or hidden data stand among them."""
    if not words:
        return None
    text = ""
    for last, word in zip([None, *words[:-1]], words, strict=True):
        is_joined = last is not None and last.i + 1 == word.i and not last.whitespace_
        said = word.text
        if last is not None and last.lower_ in ("a", "an") and last.i + 1 != word.i:
            text = f"{text.rpartition(' ')[0]} {article_of(said)}".lstrip()
        text += ("" if is_joined or last is None else " ") + said
    text = text.replace("’", "'")
    text = f"{frame} {text}" if frame else text
    return text if _LABEL.match(text) else None


def article_of(following: str) -> str:
    """`an` before a word that is spoken with a vowel, by its letters."""
    low = following.lower()
    return "an" if low[:1] in "aeiou" and not low.startswith(_CONSONANTS) else "a"
