"""Cards and bank accounts: by their check digits, by their grouping, by the words before."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.context import names_a_thing

_CARD = re.compile(r"(?<!\d)(?<!\d\.)\d(?:[ .-]{0,3}\d){12,18}(?!\d)")
# Set apart by anything else, as long as it is the same between all groups.
_SET_APART = re.compile(
    r"(?<!\d)\d{4}(?P<by> ?[_/\\|,:;*~·•–—+]{1,2} ?|[\t\u00a0\u202f\u2009]|\s?\n\s?)"
    r"(?:\d{4}(?P=by)\d{4}(?P=by)\d{4}|\d{6}(?P=by)\d{5})(?!\d)"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D*){2}")
_ISSUER = re.compile(r"[2-6]")  # the first digit of cards that people hold (ISO/IEC 7812-1)
_CARD_BEFORE = re.compile(
    r"\b(?:cards?|visa|master ?card|amex|american express|discover|diners|jcb|maestro|pan|karte|kreditkarte|carte|tarjeta|carta"
    r"|cartão|kaart|creditcard|kort)\b[^\d\n]{0,25}$",
    re.I,
)
_GROUPED = re.compile(r"\d{4}(?:[ .-]{1,3}\d{4}){3}$|\d{4}[ -]\d{6}[ -]\d{4,5}$")
_CARD_LENGTHS = range(14, 20)
_NAMED = read_patterns("card_code_words.txt")
_CODE = rf"{_NAMED}|code|c[óo]digo|codice"
_CVV = re.compile(r"\b(?:cvv2?|cvc2?|cvn|csc|cid|card verification (?:code|value))\b[^\d\n]{0,15}(?<!\d)(\d{3,4})(?!\d)", re.IGNORECASE)
# Behind a card's number: until when it is valid, then its code, with or without their names.
_GAP, _SIGN = r"[\s,;:/|()&·–—\"'-]{1,5}(?:and |und |et |y |e |en )?", r"[.:=]?[\s:=#\"']{0,3}(?:is |ist |est |es )?"
_EXPIRY = rf"(?:(?:{read_patterns('expiry_words.txt')}){_SIGN})?((?:0?[1-9]|1[0-2]) ?[/.|-] ?(?:20)?\d\d|(?:0[1-9]|1[0-2])[2-4]\d)(?!\d)"
_AFTER_CARD = re.compile(rf"\[card\]{_GAP}{_EXPIRY}(?:{_GAP}(?:(?:{_CODE}){_SIGN})?(\d{{3,4}})(?!\d))?", re.IGNORECASE)
_CODE_AFTER_CARD = re.compile(rf"\[card\](?:[^\d\n]{{0,25}}?(?<!\w)(?:{_NAMED})|[^\w\n]{{1,6}}(?:{_CODE})){_SIGN}(\d{{3,4}})(?!\d)", re.IGNORECASE)
_CARD_BEFORE_CODE = re.compile(rf"[^\d\n]{{1,10}}(?:{_NAMED}|{read_patterns('expiry_words.txt')})(?!\w)", re.IGNORECASE)

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}", re.IGNORECASE)
_IBAN_SAID = re.compile(r"\biban\b[^\w\n]{0,3}(?:is |no\.? |number |ist |est )?([A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?\d{1,4})?)", re.IGNORECASE)
_LINK = r"(?: ?(?:number|nummer|no|nr|n°|nº)\b\.?)?(?: (?:is|was|are|ist|lautet|est|es|è))?[\s:#=«\"'(]{0,3}"
_ACCOUNT = re.compile(rf"\b(?:{read_patterns('account_words.txt')}){_LINK}((?=[A-Z]{{0,4}}\d)[A-Z0-9]+(?:[ -][A-Z0-9]*\d[A-Z0-9]*)*)", re.IGNORECASE)
_SORT_CODE = re.compile(rf"\bsort(?:[ -]?code)?{_LINK}(\d{{2}}[- ]?\d{{2}}[- ]?\d{{2}})(?!\d)", re.IGNORECASE)
_AFTER_SORT_CODE = re.compile(r"\bsort[ -]?code[^\n]{0,25}?\baccount(?: (?:number|no)\b\.?)?[ :]{1,2}(\d{6,10})(?!\d)", re.IGNORECASE)
_AFTER_BANK = re.compile(  # an account right behind its bank
    r"\[bank account\][\s,;/·-]{1,3}(?:and |und |et |y |e |en )?(?:acc(?:oun)?t?|a/c|konto|kto|compte|cuenta|conta(?: corrente| poupança)?|conto|rekening)\b\.?"
    r"(?: ?(?:number|nummer|no|nr|n[º°])\b\.?)?[\s:#=]{1,3}(\d(?:[ -]?\d){4,14}(?:-[\dX])?)(?!\d)",
    re.IGNORECASE,
)
_BRANCH = re.compile(r"\bag(?:[êe]ncia|\.)(?: n[º°]?\.?)?[\s:]{1,2}(\d{3,5}(?:-[\dX])?)(?=[\s,;/-]{1,3}(?:e )?(?:conta|c/c|cc)\b)", re.IGNORECASE)
_BRANCHED = re.compile(
    r"\bag(?:[êe]ncia|\.)[^\n]{1,25}?\b(?:conta(?: corrente| poupança)?|c/c|cc)\b\.?(?: n[º°]?\.?)?[\s:]{1,2}(\d{4,12}(?:-[\dX])?)(?![\dX])", re.IGNORECASE
)
_BEFORE_SORT_CODE = re.compile(r"\bacc(?:oun)?t?\b\.?(?: (?:number|no)\b\.?)?[ :]{1,2}(\d{6,10})[,;]?(?: and)? sort\b", re.IGNORECASE)
# An account number is a bank's where somebody calls it theirs or something of banks stands near; else it is a customer's with us.
_OWN = re.compile(r"\b(?:my|our|his|her|bank|savings|checking|giro)(?: bank)? $", re.IGNORECASE)
_BANKING = re.compile(
    r"\b(?:bank|sort[ -]?code|routing|transfer|iban|bic|debit|deposit|ach|wire|refund|payout|salary|holder|aba|charged"
    r"|bsb|blz|bankleitzahl)\b",
    re.IGNORECASE,
)
_NEAR = 80
_LEAST_ACCOUNT = 6  # digits


def find_cards(text: str) -> Iterator[Edit]:
    """Card numbers by Luhn's checksum; after the word card also mistyped ones. A bare number that is called an order's is none."""
    for found in _CARD.finditer(text):
        said = bool(_CARD_BEFORE.search(text[max(0, found.start() - 40) : found.start()]) or _CARD_BEFORE_CODE.match(text, found.end()))
        is_thing = names_a_thing(text, found.start())
        # An expiry date may follow: the number ends at the end of some group.
        ends = (end for end in range(len(found[0]), 12, -1) if not found[0][end : end + 1].isdigit() and found[0][end - 1].isdigit())
        if end := next((end for end in ends if _is_card(found[0][:end], said=said, is_thing=is_thing)), None):
            yield found.start(), found.start() + end, "[card]"


def find_cards_set_apart(text: str) -> Iterator[Edit]:
    """Card numbers with strokes, slashes or the like between their groups."""
    yield from ((*m.span(), "[card]") for m in _SET_APART.finditer(text) if not _YEARS.match(m[0]) and _is_card(m[0], said=False, is_thing=False))


def _is_card(number: str, *, said: bool, is_thing: bool) -> bool:
    digits = re.sub(r"\D", "", number)
    if len(set(digits)) == 1 or not (said or _ISSUER.match(digits)):
        return False
    if said and len(digits) in (15, 16):
        return True
    plausible = said or len(digits) in _CARD_LENGTHS
    return len(digits) > 12 and plausible and luhn.is_valid(digits) and (said or bool(_GROUPED.match(number)) or not is_thing)


def find_card_codes(text: str) -> Iterator[Edit]:
    """The three or four digits on a card's back, and until when the card is valid."""
    for pattern in (_CVV, _CODE_AFTER_CARD, _AFTER_CARD):
        yield from ((*m.span(n), "[card]") for m in pattern.finditer(text) for n in range(1, 1 + len(m.groups())) if m[n])


def find_ibans(text: str) -> Iterator[Edit]:
    """IBANs by their country's length and their check digits (ISO 13616)."""
    for found in _IBAN.finditer(text):
        places = [i for i, c in enumerate(found[0]) if c.isalnum()]
        plain = "".join(found[0][i] for i in places).upper()
        length = next((n for n in range(len(plain), 14, -1) if iban.is_valid(plain[:n], check_country=False)), None)
        if length:
            yield found.start(), found.start() + places[length - 1] + 1, "[iban]"


def find_announced_ibans(text: str) -> Iterator[Edit]:
    """What is called an IBAN, mistyped as it may be."""
    yield from ((*m.span(1), "[iban]") for m in _IBAN_SAID.finditer(text))


def find_accounts(text: str) -> Iterator[Edit]:
    """Bank accounts and sort codes after their name."""
    for pattern in (_BEFORE_SORT_CODE, _SORT_CODE, _AFTER_SORT_CODE, _AFTER_BANK, _BRANCHED, _BRANCH, _ACCOUNT):
        for found in pattern.finditer(text):
            if (sum(c.isdigit() for c in found[1]) >= _LEAST_ACCOUNT or pattern is _BRANCH) and (pattern is not _ACCOUNT or _is_banks(text, found)):
                yield *found.span(1), "[bank account]"


def _is_banks(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    about = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    return not re.match("acc", found[0], re.IGNORECASE) or bool(_OWN.search(about[0]) or any(map(_BANKING.search, about)))
