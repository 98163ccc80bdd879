"""E-mail addresses however they are written, phone numbers, addresses of machines."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns, read_words
from voc.engine.privacy.context import names_a_thing

_AT = r"(?:@|%(?:25)?40|&#0{0,4}64;|&#x0{0,4}40;|&commat;|\\u0040|＠)"  # as it is, and as links, pages and JSON write it
_EMAIL = re.compile(rf"(?:mailto:)?(?:(?<!\w)\"[\w.+' -]{{1,64}}\"|(?:[\w.+'-]|%(?:25)?2b){{1,64}}){_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}", re.IGNORECASE)
_PACKAGE = re.compile(r"@v?\d+\.\d+(?!\.\d+\.\d+$)", re.IGNORECASE)  # a package at its version, and no machine's address
_MAYBE_AT = re.compile(_AT, re.IGNORECASE)
_SPACED = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?: @ ?|@ )[a-z][\w-]{0,62}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,24}\b", re.IGNORECASE)
_ENDS = read_patterns("mail_ends.txt")
_DOT = r"(?:\s?[\[({]\s?(?:dot|punkt|point|punto|ponto|punt|\.)\s?[\])}]\s?|[ _-](?:dot|punkt|point|punto|ponto|punt)[ _-])"
_BRACKETED_AT = r"\s?[\[({<]\s?(?:at|ät|@|arobase|arroba|chiocciola|apenstaartje)\s?[\])}>]\s?"
_SPELT_AT = r"[ _-](?:at|ät|arobase|arroba|chiocciola|apenstaartje|klammeraffe)[ _-]"
_PART = r"[\w+-]{1,63}"
_SPELT_SIGN = (
    r"underscore|dash|hyphen|minus|plus|unterstrich|bindestrich|tiret(?: (?:du )?bas)?|guion(?: bajo)?|gui[óo]n(?: bajo)?|trattino(?: basso)?|streepje"
)
_SIGN = rf"(?:\.|{_DOT}|[ _-](?:{_SPELT_SIGN})[ _-])"
_SPELT = re.compile(
    rf"\b(?P<local>{_PART}(?:{_SIGN}{_PART}){{0,4}}?)"
    rf"(?:(?:{_BRACKETED_AT}){_PART}(?:{_SIGN}{_PART}){{0,3}}?(?:\.|{_DOT})[a-z]{{2,24}}"
    rf"|(?:{_SPELT_AT}|@){_PART}(?:{_SIGN}{_PART}){{0,3}}?{_DOT}(?:{_ENDS})"
    rf"|_at_{_PART}\.(?:{_ENDS}))(?:(?:\.|{_DOT})(?:uk|au|br|jp|in|za|nz|com|net|org))?\b",
    re.IGNORECASE,
)
_MAYBE_SPELT = re.compile(r"d[o0]t\b|punkt|point|punt|ponto|[\[({<] ?(?:at|ät|@|arr?ob|chioc|apen)|_at_", re.IGNORECASE)
_CUED = re.compile(
    r"\b(?:e-?mail(?: address)?|mail|write|written|contact)(?: (?:is|me|us|to|him|her|them|at|under)|:){0,2} "
    rf"([\w.+-]{{2,64}} at [\w-]{{2,63}}(?:\.[\w-]{{1,63}}){{0,3}}\.(?:{_ENDS}))\b",
    re.IGNORECASE,
)
_NO_LOCAL = read_words("no_mailboxes.txt")

_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]?\d)(?!/\d)")
_VERSION = re.compile(
    r"\b(?:versions?|ver|release|build|firmware|driver|section|chapter|clause|paragraph|step|patch|(?:upgraded?|updated?) to|code|v)[ :.]{1,2}$", re.IGNORECASE
)
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
_MAC = re.compile(r"(?<![\w:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![\w:-])", re.IGNORECASE)


def find_emails(text: str) -> Iterator[Edit]:
    """E-mail addresses, also percent-encoded in a link."""
    if _MAYBE_AT.search(text):
        yield from ((*m.span(), "[email]") for m in _EMAIL.finditer(text) if not _PACKAGE.search(m[0]))


def find_spaced_emails(text: str) -> Iterator[Edit]:
    """E-mail addresses with spaces about their @."""
    if "@" in text:
        yield from ((*m.span(), "[email]") for m in _SPACED.finditer(text))


def find_spelt_emails(text: str) -> Iterator[Edit]:
    """E-mail addresses in words: ana at acme dot com."""
    for found in _SPELT.finditer(text) if _MAYBE_SPELT.search(text) else ():
        if found["local"].lower() not in _NO_LOCAL and not found["local"].isdigit():
            yield *found.span(), "[email]"


def find_announced_emails(text: str) -> Iterator[Edit]:
    """`write to ana at acme.com`, where the words before tell that it is an address."""
    for found in _CUED.finditer(text):
        if found[1].split()[0].lower() not in _NO_LOCAL:
            yield *found.span(1), "[email]"


def find_machines(text: str) -> Iterator[Edit]:
    """IP addresses that are no versions. A range of a network is nobody's."""
    found = [*_IPV4.finditer(text), *(_IPV6.finditer(text) if "::" in text or text.count(":") > 6 else ())]
    for ip in sorted(found, key=lambda m: m.start()):
        before = text[max(0, ip.start() - 20) : ip.start()]
        is_version = "." in ip[0] and _VERSION.search(before)
        if not is_version and _is_ip(ip[0]):
            yield *ip.span(), "[ip]"


def find_hardware(text: str) -> Iterator[Edit]:
    """MAC addresses."""
    yield from ((*m.span(), "[id]") for m in _MAC.finditer(text) if not names_a_thing(text, m.start()) or ":" in m[0])


def _is_ip(found: str) -> bool:
    try:
        address = ip_address(found)
    except ValueError:
        return False
    return not address.is_unspecified
