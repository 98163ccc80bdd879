"""Postal addresses in the ways that they are written in eight countries: a street with its number, and the place behind it."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit

_UK_CODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_CITY = r"(?:[A-ZÄÖÜÉÎ][^\W\d_]+['’.-]?[^\W\d_]*)(?: (?:am |an der |de |la |sur )?[A-ZÄÖÜÉÎ](?:[^\W\d_]|['’.-])+(?!\w)){0,3}"
_ROOM = r"(?:,? (?:(?:Apt|Suite|Ste|Unit|Flat|Floor|#)\.? ?\w{1,5}))?"
_TAIL = rf"{_ROOM}(?:,\s{_CITY}){{0,2}}(?:,? [A-Z]{{2}}(?= \d{{5}}))?(?:,? \d{{5}}(?:-\d{{4}})?\b|,? {_UK_CODE}\b)?"
_KINDS = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Close|Court|Ct|Crescent|Way|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Highway|Hwy"
    r"|Gardens|Grove|Mews|Row)"
)
_ENGLISH = (
    r"(?:(?i:Flat|Apt|Apartment|Suite|Unit)\.? \w{1,5},? )?\b\d{1,5}[A-Za-z]?,? (?:(?:[NSEW]\.? )?[A-Z][\w'’.-]*\.? ){1,4}"
    rf"{_KINDS}\b\.?(?: [NSEW]{{1,2}}\b)?{_TAIL}"
)
_POSTBOX = rf"\b(?:P\.?O\.? Box|Postfach|Boîte postale|Apartado(?: de correos)?) \d{{1,6}}{_TAIL}"
_CONTINENT = rf"(?:,? (?:[A-Z]{{1,2}}-)?\d{{4,5}}(?: [A-Z]{{2}}\b)? {_CITY})?"
_GERMANIC = (
    r"\b(?:[A-ZÄÖÜ][\wäöüß.-]*(?:straße|strasse|str\.|weg|gasse|platz|allee|ring|damm|ufer|straat|gracht|laan|plein|kade|dijk|singel|gatan|vägen|vej|gade)"
    rf"|(?:[A-ZÄÖÜ][\wäöüß-]+ ){{1,2}}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Ring)) \d{{1,4}} ?[a-zA-Z]?\b{_CONTINENT}"
)
_FRENCH = (
    r"\b\d{1,4}(?: bis| ter)?,? (?:[Rr]ue|[Aa]venue|av\.|[Bb]oulevard|bd|[Pp]lace|chemin|impasse|allée|quai|route|cours|square) (?:[a-zà-ÿ']+ ){0,3}"
    rf"(?:[dl]['’])?[A-ZÉÈÎ][\w'’-]+(?: [A-ZÉÈ][\w'’-]+){{0,3}}{_CONTINENT}"
)
_SOUTHERN = (
    r"\b(?:[Cc]alle|C/|[Aa]venida|Avda\.?|[Pp]laza|[Pp]aseo|Via|Viale|Piazza|Corso|[Rr]ua|Travessa) (?:(?:de|del|la|los|las|di|della|da|do|dos) ){0,2}"
    rf"[A-ZÁÉÍÓÚ][\w'’.-]+(?: (?:(?:de|del|la|di|da|do) )?[A-ZÁÉÍÓÚ][\w'’.-]+){{0,3}},? (?:n[º°.] ?)?\d{{1,4}}\b{_CONTINENT}"
)
# Any street where number, postcode and town follow; and after words that tell of an address, in small letters too.
_WITH_TOWN = (
    rf"\b[A-ZÄÖÜ][\w.-]+(?: [\w.-]+){{0,3}} \d{{1,4}} ?[a-z]?, (?:[A-Z]{{1,2}}-)?\d{{4,5}} (?:[A-Z]{{2}} )?{_CITY}"
    rf"|\b\d{{1,5}} [A-Z]\w+(?: [A-Z]\w+){{0,3}}, {_CITY}, [A-Z]{{2}} \d{{5}}(?:-\d{{4}})?\b"
    r"|(?<=\baddress is )\d{1,5} \w+ (?:street|road|avenue|lane|drive)(?:, [^\W\d_]+)?"
)
_POSTAL = re.compile("|".join((_WITH_TOWN, _POSTBOX, _ENGLISH, _GERMANIC, _FRENCH, _SOUTHERN)))
_POSTCODE = re.compile(
    rf"\b(?:(?:post ?code|postal code)(?:(?: is|:)?|[^?\n]{{0,10}}\?[^?\d]{{0,30}}?)\s+({_UK_CODE})|zip(?: ?code)?(?: is|:)?\s+(\d{{5}}(?:-\d{{4}})?)"
    r"|(?:plz|postleitzahl|code postal|código postal)(?: ist| est| es|:)?\s+(\d{4,5}))\b",
    re.IGNORECASE,
)


def find_addresses(text: str) -> Iterator[Edit]:
    """Streets with a number, and what of town and postcode stands behind them; post boxes."""
    yield from ((*m.span(), "[address]") for m in _POSTAL.finditer(text))


def find_postcodes(text: str) -> Iterator[Edit]:
    """A postcode after its name."""
    yield from ((*m.span(m.lastindex or 0), "[address]") for m in _POSTCODE.finditer(text))
