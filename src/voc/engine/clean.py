"""Raw feedback text to readable text: markup off, personal data hidden. Everything downstream reads only this."""

import html
import re
import unicodedata
from html.parser import HTMLParser
from ipaddress import ip_address

_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOOKS_HTML = re.compile(r"</?(?:p|br|div|span|html|body|table|td|ul|ol|li|blockquote|b|i|strong|em|a|font|h\d)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCKS = frozenset(
    ["p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article", "header", "footer", "pre"]
)
_UNSEEN = frozenset(("script", "style", "head", "title"))

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
    r"(\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|"
    r"(?:call|reach|text|ring|dial)(?: (?:me|us))?(?: (?:on|at|under))?)\b(?: (?:number|no|nr))?(?: is| =)?[.: ]{0,3})\d{7,15}(?!\d)",
    re.IGNORECASE,
)
_LAYERS = 20  # of markup inside markup, and of entities of entities, that are taken off


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("- ")
        if tag == "blockquote":
            self._quoted += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        if tag in _BLOCKS:
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append("> " + data.strip().replace("\n", "\n> ") if self._quoted and data.strip() else data)


def readable_text(raw: str) -> str:
    """What a reader of the feedback sees, with personal data replaced by `[email]`, `[phone]`, `[card]`, `[iban]` or `[ip]`.

    Total and repeatable: any text in, and the result of the result is the same. Markup that was escaped, even twice, is markup.
    """
    text, is_wrapped = raw, True
    for _ in range(_LAYERS):
        is_html = bool(_LOOKS_HTML.search(text))
        read = _read_layer(text, is_html=is_html, is_wrapped=is_wrapped)
        if read == text and not is_html:
            break
        # What the reader let stand is markup that was broken off.
        text, is_wrapped = _LOOKS_HTML.sub("", read) if read == text else read, is_wrapped and not is_html
    return text


def _read_layer(raw: str, *, is_html: bool, is_wrapped: bool) -> str:
    text = unicodedata.normalize("NFC", raw.encode("utf-8", "replace").decode("utf-8"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    if is_html:
        reader = _Reader()
        # An HTML source is wrapped where its writer's editor liked: only its tags and blank lines break lines.
        reader.feed(re.sub(r"(?<!\n)[ \t]*\n[ \t]*(?!\n)", " ", text) if is_wrapped else text)
        reader.close()
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.parts)).replace("\u00a0", " ")
    elif "&" in text:
        text = html.unescape(text)
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return hide_personal_data(re.sub(r"\n{3,}", "\n\n", text).strip())


def hide_personal_data(text: str) -> str:
    """The text with e-mail addresses, IBANs and card numbers (both by checksum), IP addresses and phone numbers replaced by what they are."""
    text = _SPELT_EMAIL.sub("[email]", _EMAIL.sub("[email]", text))
    text = _IBAN.sub(lambda m: "[iban]" if _is_iban(m[0]) else m[0], text)
    text = _CARD.sub(lambda m: "[card]" if _is_card(m[0]) else m[0], text)
    text = _IPV6.sub(lambda m: "[ip]" if _is_ip(m[0]) else m[0], text)
    text = _IPV4.sub(lambda m: "[ip]" if _is_ip(m[0]) else m[0], text)
    text = _PHONE.sub(lambda m: "[phone]" if 7 <= sum(c.isdigit() for c in m[0]) <= 15 else m[0], text)
    return _DIALLED.sub(r"\1[phone]", text)


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
