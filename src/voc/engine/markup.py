"""HTML to the text that a reader sees, each character still known by its place in the source.

A tolerant reader of its own: what customers paste is rarely whole, and the standard library's parser raises at some of it and takes the square of its length
for some more.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from voc.engine.alignment import AlignedText, Edit

LOOKS_HTML = re.compile(r"</?(?:p|br|div|span|html|body|table|td|ul|ol|li|blockquote|b|i|strong|em|a|font|h\d)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCKS = frozenset(
    ["p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article", "header", "footer", "pre"]
)
_UNSEEN = frozenset(("script", "style", "head", "title"))
_NO_MARKUP_INSIDE = frozenset(("script", "style"))
# Possessive throughout: an attribute's quotes may hold a `>`, and a quote that is never closed must not be tried in every way.
_TAG = re.compile(r"""<(?:!--|(/?)([a-zA-Z][\w:.-]*+)(?:[\s/](?:[^<>"']++|"[^"]{0,300}+"|'[^']{0,300}+'|["'])*+)?+>|[!?/][^<>]*+>)""")
_LINE_WRAP = re.compile(r"(?<!\n)[ \t]*\n[ \t]*(?!\n)")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")


class _Tag(NamedTuple):
    start: int
    end: int
    name: str  # lower-case; empty for a comment, a declaration and the text's end
    closes: bool


def read_markup(source: AlignedText, *, is_wrapped: bool) -> AlignedText:
    """The text without its tags; entities are left as they are. A source that `is_wrapped` breaks lines where its writer's editor liked: only its tags and
    blank lines count. Total: broken tags are left as they are."""
    unwrapped = source.sub(_LINE_WRAP, " ") if is_wrapped else source
    return unwrapped.edited(_edits(unwrapped.text)).sub(_LINE_END, "\n")


def _edits(text: str) -> Iterator[Edit]:
    """All that is no visible text goes; blocks, list items and quotes leave their marks."""
    marks, unseen, quoted = "", 0, 0
    gone = at = 0  # where the stretch begins that goes, and the one that is read
    for tag in _tags(text):
        start, end = at, tag.start
        if start < end and not unseen:
            is_quote = quoted > 0 and bool(text[start:end].strip())
            if is_quote:
                start, end = end - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())
                marks += "> "
            if gone < start or marks:
                yield gone, start, marks
            if is_quote:
                yield from ((m.end(), m.end(), "> ") for m in re.compile("\n").finditer(text, start, end))
            gone, marks = end, ""
        at = tag.end
        step = -1 if tag.closes else 1
        unseen = max(0, unseen + step * (tag.name in _UNSEEN))
        quoted = max(0, quoted + step * (tag.name == "blockquote"))
        if tag.name in _BLOCKS:
            marks += "\n\n" if tag.closes and tag.name == "p" else "\n"
        if tag.name == "li" and not tag.closes:
            marks += "- "
    if gone < len(text) or marks:
        yield gone, len(text), marks


def _tags(text: str) -> Iterator[_Tag]:
    """Tags, comments and declarations in their order, and an empty one at the text's end."""
    place, last_comment = 0, text.rfind("-->")
    while found := _TAG.search(text, place):
        place = found.end()
        if found[0] == "<!--":
            if place > last_comment:
                continue
            place = text.index("-->", place) + len("-->")
        name, closes = (found[2] or "").lower(), bool(found[1])
        if name in _NO_MARKUP_INSIDE and not closes:
            close = re.compile(f"</{name}", re.IGNORECASE).search(text, place)
            yield _Tag(found.start(), place, name, closes)
            place = close.start() if close else len(text)
        else:
            yield _Tag(found.start(), place, name, closes)
    yield _Tag(len(text), len(text), "", closes=False)
