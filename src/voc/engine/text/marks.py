"""Chat marks, wiki markup and Markdown, read as their reader sees them: what is shown stays, what only dresses it goes."""

import re
from collections.abc import Iterator

from voc.engine.alignment import AlignedText, Edit

SOMEONE = "@someone"
_TEXT = r"[^<>|\n]{1,300}"
_CHAT_LINK = re.compile(rf"<(?:https?|mailto|tel):[^<>|\s]{{1,2000}}\|({_TEXT})>|<((?:https?://|mailto:)[^<>|\s]{{1,2000}})>|<#C\w+\|({_TEXT})>")
_MENTION = re.compile(r"<@[UW]\w+(?:\|[^<>\n]{0,80})?>|\[~[\w.:@-]{1,80}\]")
_BROADCAST = re.compile(r"<!(?:channel|here|everyone|subteam\^\w+(?:\|[^<>\n]{0,80})?|date\^[^<>\n]{0,120})>")
_EMOJI_CODE = re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,40}:(?![\w:/])")
_COMMENT_START, _COMMENT_END = "<!--", "-->"
_QUIET_TAG = re.compile(r"</?(?:details|summary|sub|sup|kbd|img|code|pre|center|picture|source|c|u|ins|del)\b[^<>\n]{0,500}>", re.IGNORECASE)
_IMAGE = re.compile(
    r"!\[[^\]\n]{0,200}\]\([^()\n]{0,2000}\)"
    r"|(?<![\w!])![\w./-][^!|\n]{0,200}\.(?:png|jpe?g|gif|svg|webp|bmp|pdf|mp4|mov)(?:\|[^!\n]{0,100})?!"
    r"|\[(?:cid|image|inline image)[: ][^\]\n]{0,200}\]",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\[([^\[\]|\n]{1,300})\]\((?:https?:|mailto:|/|#|\.)[^()\s]{0,2000}\)|\[([^\[\]|\n]{1,300})\|(?:https?:|mailto:|/|#|\^)[^\[\]\n]{0,2000}\]|\[(https?://[^\[\]\s|]{1,2000})\]"
)
_BRACES = re.compile(
    r"\{(?:panel|quote|color|info|note|warning|tip|expand|section|column|toc|anchor|status|code|noformat)(?:[:=|][^{}\n]{0,300})?\}", re.IGNORECASE
)
_FORCED = re.compile(r"\{[*+_~^-]?\}")  # how a wiki sets a mark amid a word
_MONOSPACED = re.compile(r"\{\{([^{}\n]{1,300})\}\}|(?<!`)`([^`\n]{1,300})`(?!`)")
_STRESS = tuple(
    re.compile(rf"(?<![\w{mark[-1:]}]){mark}(?=[^\s{mark[-1:]}])([^\n{mark[-1:]}]{{1,300}}?)(?<=\S){mark}(?![\w{mark[-1:]}])")
    for mark in (r"\*\*", "__", r"\*", "_", "~~")
)
_WIKI_HEADING = re.compile(r"^[ \t]*h[1-6]\.[ \t]+(?=\S)", re.MULTILINE)
_BOLD_HEADING = re.compile(r"^[ \t]*(?:\*\*|__|\*)(?=[^\s*_])((?:[^\s*_]{1,30} ){0,3}[^\s*_]{1,30}(?<![.!?,;]))(?:\*\*|__|\*)[ \t]*:?[ \t]*$", re.MULTILINE)
_DEEP_BULLET = re.compile(r"^[ \t]*(?:\*{2,5}|[*#]*#\*|\*#|-{2,3})[ \t]+(?=\S)", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*#[ \t]+(?=\S)", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$|\{(?:code|noformat)(?:[:|][^{}\n]{0,300})?\}", re.MULTILINE | re.IGNORECASE)


def read_marks(text: AlignedText) -> AlignedText:
    """The text with its links by their words, people as "@someone", headings as `## Heading` and bullets as `- `. Pictures, comments, emoji codes and blocks of
    code are gone."""
    text = text.edited(_comments(text.text))
    text = text.edited(_code_blocks(text.text))
    if "<" in text.text:
        text = _unwrapped(text, _CHAT_LINK).sub(_MENTION, SOMEONE).sub(_BROADCAST, "").sub(_QUIET_TAG, "")
    text = text.sub(_MENTION, SOMEONE).sub(_EMOJI_CODE, "").sub(_IMAGE, "")
    text = _unwrapped(_unwrapped(text, _LINK), _MONOSPACED).sub(_FORCED, "").sub(_BRACES, "\n").sub(_WIKI_HEADING, "## ")
    text = _unwrapped(text, _BOLD_HEADING, "## ").sub(_DEEP_BULLET, "- ")
    if len(_NUMBERED.findall(text.text)) >= 2:  # one line is a heading, several are a wiki's numbered list
        text = text.sub(_NUMBERED, "- ")
    for stress in _STRESS:
        text = _unwrapped(text, stress)
    return text


def _unwrapped(text: AlignedText, pattern: re.Pattern[str], instead: str = "") -> AlignedText:
    """The text with each match reduced to its group that matched, with `instead` before it."""
    return text.edited(edit for found in pattern.finditer(text.text) for edit in _around(found, instead))


def _around(found: re.Match[str], instead: str) -> Iterator[Edit]:
    group = found.lastindex or 0
    yield found.start(), found.start(group), instead
    if found.end(group) < found.end():
        yield found.end(group), found.end(), ""


def _comments(text: str) -> Iterator[Edit]:
    start = text.find(_COMMENT_START)
    while start >= 0:
        end = text.find(_COMMENT_END, start)
        if end < 0:
            return
        yield start, end + len(_COMMENT_END), ""
        start = text.find(_COMMENT_START, end)


def _code_blocks(text: str) -> Iterator[Edit]:
    """Fenced stretches, from an opening mark to the next of its sort; one that is never closed stays."""
    opened: re.Match[str] | None = None
    for mark in _FENCE.finditer(text):
        if opened is None:
            opened = mark
        elif _sort(mark) == _sort(opened):
            yield opened.start(), mark.end(), "\n\n"
            opened = None


def _sort(mark: re.Match[str]) -> str:
    return mark[0].strip(" \t{")[:3].lower()
