"""Raw feedback text to readable text: markup off, personal data hidden. Everything downstream reads only this."""

import html
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address

from voc.engine.alignment import AlignedText
from voc.engine.markup import LOOKS_HTML, read_markup

_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COMPOSABLE = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")  # nothing composes with an ASCII character that follows it
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SPELT_EMAIL = re.compile(r"\b[\w.+-]{1,64} ?[\[(]at[\])] ?[\w-]{1,63}(?: ?(?:\.|[\[(]?\bdot\b[\])]?) ?[\w-]{2,63}){1,4}", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)")
_IPV4 = re.compile(r"(?<![\w.])(?<!\bversion )(?<!\brelease )(?<!\bbuild )(?:\d{1,3}\.){3}\d{1,3}(?![\d.]?\d)", re.IGNORECASE)
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
# A phone number: an international prefix, or groups of digits that are set apart as people set phone numbers apart. A bare count, an amount or a date is none.
_PHONE = re.compile(
    r"(?<![\w+.,/-])(?!(?:(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d)(?!\d))(?:"
    r"(?:\+|00)\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}"
    r"|\(\d{2,5}\)[ ./-]?\d{2,4}(?:[ ./-]?\d{2,5}){1,3}"
    r"|0\d{1,4}[ ./-]\d{2,4}(?:[ ./-]?\d{2,5}){1,3}"
    r"|(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
    r"|\d{3}-\d{4}"
    r")(?![\w-]|[.,]\d)"
)
# Digits that are not set apart are a phone number where the words before say so.
_DIALLED = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|"
    r"(?:call|reach|text|ring|dial)(?: (?:me|us))?(?: (?:on|at|under))?)\b(?: (?:number|no|nr))?(?: is| =)?[.: ]{0,3}(\d{7,15})(?!\d)",
    re.IGNORECASE,
)
_LAYERS = 20  # of markup inside markup, and of entities of entities, that are taken off


def readable_text(raw: str) -> str:
    """What a reader of the feedback sees, with personal data replaced by `[email]`, `[phone]`, `[card]`, `[iban]` or `[ip]`.

    Total and repeatable: any text in, and the result of the result is the same. Markup that was escaped, even twice, is markup.
    """
    return read_aligned(raw).text


def read_aligned(raw: str) -> AlignedText:
    """The readable text of a raw one, each stretch known by its place in the raw text."""
    text, is_wrapped = AlignedText(raw), True
    for _ in range(_LAYERS):
        is_html = bool(LOOKS_HTML.search(text.text))
        read = _read_layer(text, is_html=is_html, is_wrapped=is_wrapped)
        if read.text == text.text and not is_html:
            break
        # What the reader let stand is markup that was broken off.
        text, is_wrapped = text.sub(LOOKS_HTML, "") if read.text == text.text else read, is_wrapped and not is_html
    return text


def _read_layer(text: AlignedText, *, is_html: bool, is_wrapped: bool) -> AlignedText:
    text = _normalised(text)
    if is_html:
        text = read_markup(text, is_wrapped=is_wrapped)
    elif "&" in text.text:
        text = _normalised(text.sub(_ENTITY, html.unescape))
    text = text.sub(re.compile(r"\n{3,}"), "\n\n").strip()
    for pattern, hide in _PERSONAL:
        text = text.sub(pattern, hide, pattern.groups)
    return text


def _normalised(text: AlignedText) -> AlignedText:
    """In Unicode's form NFC, with line feeds for all line ends and without what nobody sees."""
    text = text.sub(_SURROGATE, "?")
    if not unicodedata.is_normalized("NFC", text.text):
        text = text.sub(_COMPOSABLE, partial(unicodedata.normalize, "NFC"))
    return text.sub(re.compile(r"\r\n?"), "\n").sub(re.compile("\u00a0"), " ").sub(_INVISIBLE, "").sub(_CONTROL, " ")


def hide_personal_data(text: str) -> str:
    """The text with e-mail addresses, IBANs and card numbers (both by checksum), IP addresses and phone numbers replaced by what they are."""
    aligned = AlignedText(text)
    for pattern, hide in _PERSONAL:
        aligned = aligned.sub(pattern, hide, pattern.groups)
    return aligned.text


def _is_card(found: str) -> bool:
    """Luhn's checksum (ISO/IEC 7812-1)."""
    digits = [int(c) for c in reversed(found) if c.isdigit()]
    doubled = (sum(divmod(2 * d, 10)) for d in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_iban(found: str) -> bool:
    """The check digits of ISO 13616: the rearranged number leaves 1 modulo 97."""
    plain = found.replace(" ", "")
    return 15 <= len(plain) <= 34 and int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _is_ip(found: str) -> bool:
    try:
        address = ip_address(found)
    except ValueError:
        return False
    return not address.is_unspecified


def _is_phone(found: str) -> bool:
    return 7 <= sum(c.isdigit() for c in found) <= 15


def _hide_if(is_it: Callable[[str], bool], mark: str) -> Callable[[str], str]:
    return lambda found: mark if is_it(found) else found


# What is looked for and what becomes of it, in this order. Where a pattern has a group, that is the secret.
_PERSONAL: tuple[tuple[re.Pattern[str], str | Callable[[str], str]], ...] = (
    (_EMAIL, "[email]"),
    (_SPELT_EMAIL, "[email]"),
    (_IBAN, _hide_if(_is_iban, "[iban]")),
    (_CARD, _hide_if(_is_card, "[card]")),
    (_IPV6, _hide_if(_is_ip, "[ip]")),
    (_IPV4, _hide_if(_is_ip, "[ip]")),
    (_PHONE, _hide_if(_is_phone, "[phone]")),
    (_DIALLED, "[phone]"),
)
