"""Raw feedback text to readable text: markup off, personal data hidden. Everything downstream reads only this."""

import html
import re
import unicodedata
from functools import partial

from voc.engine.alignment import AlignedText
from voc.engine.markup import LOOKS_HTML, read_markup
from voc.engine.privacy.hide import NOTHING_MORE, Hiding, hide_once

_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COMPOSABLE = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")  # nothing composes with an ASCII character that follows it
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")

# What Slack writes for a person, a channel, everybody there or a link with words; and the name of a picture.
_CHAT_MARK = re.compile(r"<(?:[@#][A-Z0-9]{2,20}|!(?:subteam\^)?[A-Za-z0-9]{2,30}|(?:https?://|mailto:)[^\s<>|]{1,2000})\|(?P<words>[^<>|\n]{1,200})>")
_CHAT_MENTION = re.compile(r"<(?:[@#][A-Z0-9]{2,20}|!(?:here|channel|everyone))>[ \t]?")
_PICTURE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]{1,40}:(?!\S)[ \t]?")

_LAYERS = 20  # of markup inside markup, and of entities of entities, that are taken off


def readable_text(raw: str, hiding: Hiding = NOTHING_MORE) -> str:
    """What a reader of the feedback sees, with secrets and personal data replaced by marks such as `[email]` (`privacy/marks.py` lists them).

    Total and repeatable: any text in, and the result of the result is the same. Markup that was escaped, even twice, is markup.
    """
    return read_aligned(raw, hiding).text


def read_aligned(raw: str, hiding: Hiding = NOTHING_MORE) -> AlignedText:
    """The readable text of a raw one, each stretch known by its place in the raw text."""
    text, is_wrapped = AlignedText(raw), True
    for _ in range(_LAYERS):
        is_html = bool(LOOKS_HTML.search(text.text))
        read = _read_layer(text, is_html=is_html, is_wrapped=is_wrapped)
        if read.text == text.text and not is_html:
            read = hide_once(text, hiding)  # all markup is off now; the result is read once more
            if read.text == text.text:
                return text
        # What the reader let stand is markup that was broken off.
        text, is_wrapped = text.sub(LOOKS_HTML, "") if read.text == text.text else read, is_wrapped and not is_html
    return hide_once(text, hiding)


def _read_layer(text: AlignedText, *, is_html: bool, is_wrapped: bool) -> AlignedText:
    text = _normalised(text)
    if is_html:
        text = read_markup(text, is_wrapped=is_wrapped)
    elif "&" in text.text:
        text = _normalised(text.sub(_ENTITY, html.unescape))
    text = text.sub(_CHAT_MARK, lambda mark: mark[:-1].rpartition("|")[2]).sub(_CHAT_MENTION, "").sub(_PICTURE, "")
    return text.sub(re.compile(r"\n{3,}"), "\n\n").strip()


def _normalised(text: AlignedText) -> AlignedText:
    """In Unicode's form NFC, with line feeds for all line ends and without what nobody sees."""
    text = text.sub(_SURROGATE, "?")
    if not unicodedata.is_normalized("NFC", text.text):
        text = text.sub(_COMPOSABLE, partial(unicodedata.normalize, "NFC"))
    return text.sub(re.compile(r"\r\n?"), "\n").sub(re.compile("\u00a0"), " ").sub(_INVISIBLE, "").sub(_CONTROL, " ")
