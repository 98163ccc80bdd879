"""Whom a text addresses and what it links to: shown with the words, but not what they are about."""

import re

_ASIDE = re.compile(r"(?<![\w@])@\w[\w.-]*|(?:https?://|www\.)\S+")
_TAG = re.compile(r"(?<!\S)#(?=[^\W\d_])")
_SPACE = re.compile(r"\s+")


def without_mentions(text: str) -> str:
    """The text that a vector is made of: without @mentions and links, hashtags as their words. A text of nothing else stays as it is."""
    bare = _SPACE.sub(" ", _TAG.sub("", _ASIDE.sub("", text))).strip() if _ASIDE.search(text) or _TAG.search(text) else text
    return bare or text
