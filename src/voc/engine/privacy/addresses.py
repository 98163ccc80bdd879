"""Postal addresses in the ways that they are written in eight countries: a street with its number, and the place behind it."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns, read_words

_UK_CODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_CITY = r"(?:[A-ZÄÖÜÉÎÁÓÍŁŚ][^\W\d_]+['’.-]?[^\W\d_]*(?![\w]))(?: (?:am |an der |de |la |sur )?(?![A-Z]{2,3}\b)[A-ZÄÖÜÉÎ](?:[^\W\d_]|['’.-])+(?!\w)){0,3}"
_ROOM = r"(?:,? (?:(?:Apt|Suite|Ste|Unit|Flat|Floor|#)\.? ?\w{1,5}))?"
_TAIL = rf"{_ROOM}(?:,\s{_CITY}){{0,2}}(?:,? [A-Z]{{2}}(?= \d{{5}}))?(?:,? \d{{5}}(?:-\d{{4}})?\b|,? {_UK_CODE}\b)?"
_KINDS = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Close|Court|Ct|Crescent|Way|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Highway|Hwy"
    r"|Gardens|Grove|Mews|Row)"
)
_DIGIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_NUMBER = (  # of a house, in digits or in words
    rf"(?:\d{{1,5}}[A-Za-z]?|(?i:(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[ -]?)?{_DIGIT}|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty))"
)
# Postcodes that look like nothing else (the United Kingdom's, Ireland's, Canada's), and those that do behind a street.
_SURE_CODE = rf"(?:{_UK_CODE}|[AC-FHKNPRTV-Y]\d[\dW] ?[AC-FHKNPRTV-Y][A-Z0-9]{{3}}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?!\w)"
_SOUTHERN_CODE = r"(?:(?:\d{4}|\d{5})-\d{3}|(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT),? \d{4}|[A-Z]{2},? \d{5}(?:-\d{4})?)(?!\w)"
_ENGLISH = (
    r"(?:(?i:Flat|Apt|Apartment|Suite|Unit)\.? \w{1,5},? )?\b\d{1,5}[A-Za-z]?,? (?:(?:[NSEW]\.? )?[A-Z][\w'’.-]{0,40}\.? ){1,4}"
    rf"(?<!Google )(?<!Shared )(?<!Hard )(?<!Network )(?<!Flash )(?<!USB ){_KINDS}\b\.?(?: [NSEW]{{1,2}}\b)?{_TAIL}"
)
_POSTBOX = rf"\b(?:P\.?O\.? Box|Postfach|Boîte postale|Apartado(?: de correos)?) \d{{1,6}}{_TAIL}"
_CONTINENT = rf"(?:,? (?:[A-Z]{{1,2}}-)?\d{{4,5}}(?: [A-Z]{{2}}\b)? {_CITY})?"
_GERMANIC = (
    r"(?<![\w.-])(?:[A-ZÄÖÜ][\wäöüß.-]{0,60}(?:straße|strasse|str\.|weg|gasse|platz|allee|ring|damm|ufer|straat|gracht|laan|plein|kade|dijk|singel|gatan|vägen|vej|gade)"
    rf"|(?:[A-ZÄÖÜ][\wäöüß-]+ ){{1,2}}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Ring)) \d{{1,4}} ?[a-zA-Z]?\b(?:[-/](?:\d{{1,4}}|[IVX]{{1,4}}|hs)\b)?{_CONTINENT}"
)
_FRENCH = (
    r"\b\d{1,4}(?: bis| ter)?,? (?:[Rr]ue|[Aa]venue|av\.|[Bb]oulevard|bd|[Pp]lace|chemin|impasse|allée|quai|route|cours|square) (?:[a-zà-ÿ']+ ){0,3}"
    rf"(?:[dl]['’])?[A-ZÉÈÎ][\w'’-]+(?: [A-ZÉÈ][\w'’-]+){{0,3}}{_CONTINENT}"
)
_OF = r"(?:de|del|de la|de los|de las|la|los|las|di|della|delle|dello|dei|degli|dell['’]|da|do|das|dos|d['’])"
_SOUTHERN = (
    r"(?<![\w.-])(?:[Cc]alle|C/|[Aa]venida|Avda\.?|Av\.|[Pp]laza|[Pp]aseo|Ronda|Camino|[Cc]arretera|Carrer|Via|Viale|Piazza|Piazzale|Corso|Largo|Strada|Vicolo|[Rr]ua|R\.|Travessa"
    rf"|Alameda|Praça|Estrada|Rodovia) ?(?:{_OF} ?){{0,2}}"
    rf"(?:\d{{1,2}} )?[A-ZÁÉÍÓÚÂÊÔÇ][\w'’.-]{{0,40}}(?: (?:{_OF} )?[A-ZÁÉÍÓÚÂÊÔÇ][\w'’.-]{{0,40}}){{0,4}}"
    rf",? (?:n[º°.]? ?|nr\.? )?\d{{1,4}}(?:/?[A-Za-z])?\b{_CONTINENT}"
)
_DAY = (
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Jahr|Monat)\b"
)
# Any street where number, postcode and town follow; and after words that tell of an address, in small letters too.
_WITH_TOWN = (
    rf"(?<![\w.-])(?!{_DAY})(?:(?:Am|Im|An de[rmn]|Auf de[rmn]|In de[rn]|Zu[mr]|Unter den|Beim|Hinter de[rmn]|Vor de[rmn]|Alte[rn]?|Neue[rn]?) "
    rf"(?!{_DAY})[A-ZÄÖÜ][\w-]+ \d{{1,4}}"
    rf" ?[a-z]?[,\s]\s?(?:[A-Z]{{1,2}}-)?\d{{4,5}} {_CITY}"
    rf"|{_NUMBER},? (?:[A-Z][\w'’.-]{{0,40}},? ){{1,6}}{_SURE_CODE}"
    rf"|(?!(?:Im|Am) {_DAY})[A-ZÄÖÜ][\w.-]{{1,40}}(?: [\w.-]{{1,40}}){{0,3}} \d{{1,4}} ?[a-z]?, (?:[A-Z]{{1,2}}-)?\d{{4,5}} (?:[A-Z]{{2}} )?{_CITY})"
    rf"|\b\d{{1,5}} [A-Z]\w+(?: [A-Z]\w+){{0,3}}, {_CITY}, [A-Z]{{2}} \d{{5}}(?:-\d{{4}})?\b"
    r"|(?<=\baddress is )\d{1,5} \w+ (?:street|road|avenue|lane|drive)(?:, [^\W\d_]+)?"
)
_POSTAL = re.compile("|".join((_WITH_TOWN, _POSTBOX, _ENGLISH, _GERMANIC, _FRENCH, _SOUTHERN)))
_BY, _PRODUCTS = re.compile(r"via (\w+) \d", re.IGNORECASE), read_words("no_persons.txt") | read_words("technical_words.txt")  # `via API 12 requests`
_TOWN = rf"(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?: [A-Z]{{2}})? {_CITY}"
_TO_TOWN = rf"(?:(?:{_SURE_CODE}|{_SOUTHERN_CODE})(?: {_CITY})?|{_TOWN})"
# What of an address stands behind its street: floors, districts and towns on the way to a postcode, and the town behind that.
_FLOOR = rf"(?i:(?:{read_patterns('floor_words.txt')})\b[^\n,;:?!\[\]()]{{0,14}})"
_STEP = rf"(?:\d{{1,3}}[.ºª°]{{0,2}} ?[\w.ºª]{{0,12}}|[A-ZÀ-Ý][^\n,;:?!\[\]()]{{1,30}}|{_FLOOR})"
_BREAK = r"(?:,? ?\n ?|, ?| [-–·] ?| )"
_REST = re.compile(rf"\[address\](?:{_BREAK}{_STEP}){{0,4}}?{_BREAK}{_TO_TOWN}(?: \([A-Z]{{2}}\))?|\[address\] \([A-Z]{{2}}\)")
# Whatever stands behind `Address:` with a number and, on the same line or the next ones, a postcode.
_FURTHER = r"(?:[,\n]\s?[^\n:;?!\[\],]{2,40}){0,2}?[,\n]\s?"
_ANNOUNCED = re.compile(
    rf"(?<!\w)(?i:{read_patterns('address_words.txt')})(?:\s?[:=–-]|\s(?i:is|ist|lautet|est|es|è|é))?\s{{1,3}}[\"'“]?"
    rf"((?=[^\n]{{0,60}}\d)[^\W_][^\n:;?!\[\],]{{3,60}}{_FURTHER}{_SURE_CODE}|[A-ZÄÖÜÀ-Ý][^\n:;?!\[\],]{{2,50}} \d{{1,4}} ?[a-zA-Z]?{_FURTHER}{_TO_TOWN})"
)
_POSTCODE = re.compile(
    rf"\b(?:(?:post ?code|postal code)(?:(?: is|:)?|[^?\n]{{0,10}}\?[^?\d]{{0,30}}?)\s+({_UK_CODE})"
    r"|zip[ _-]?(?:code)?(?:(?: is|:)?\s+|\"?\s?[:=]\s?\"?)(\d{5}(?:-\d{4})?)"
    r"|(?:post(?:al)?[ _-]?code|plz|cep)\"\s?:\s?\"([A-Z0-9][A-Z0-9 -]{3,8})(?=\")"
    r"|(?:plz|postleitzahl|code postal|código postal|cep)(?: ist| est| es|:)?\s+(\d{4,5}(?:-\d{3})?))\b",
    re.IGNORECASE,
)


def find_addresses(text: str) -> Iterator[Edit]:
    """Streets with a number, and what of town and postcode stands behind them; post boxes."""
    yield from ((*m.span(), "[address]") for m in _POSTAL.finditer(text) if not ((by := _BY.match(m[0])) and (by[1].isupper() or by[1].lower() in _PRODUCTS)))


def find_announced_addresses(text: str) -> Iterator[Edit]:
    """What stands behind the word for an address and goes as far as a postcode."""
    yield from ((*m.span(1), "[address]") for m in _ANNOUNCED.finditer(text))


def find_rests_of_addresses(text: str) -> Iterator[Edit]:
    """The rest of an address whose street is hidden."""
    if "[address]" in text:
        yield from ((*m.span(), "[address]") for m in _REST.finditer(text))


def find_postcodes(text: str) -> Iterator[Edit]:
    """A postcode after its name."""
    yield from ((*m.span(m.lastindex or 0), "[address]") for m in _POSTCODE.finditer(text))
