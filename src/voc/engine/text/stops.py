"""Full stops that end no sentence: behind an ordinal ("am 3. Mai", "das 2. Quartal"), behind an abbreviation."""

import re

_COUNTED = (
    r"(?i:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|jänner|quartal|halbjahr|stock|etage|mal\b|tag|woche|monat|jahr|klasse|auflage|seite|posten"
    r"|zeile|spalte|versuch|advent|schritt|stufe|mahnung|rechnung|person)"
)
_ORDINAL = (
    rf"\b\d{{1,2}}\.(?=\s+(?:[a-zäöü]|{_COUNTED}))"
    r"|\b(?:[Aa]m|[Ii]m|[Zz]um|[Zz]ur|[Vv]om|[Bb]eim|[Bb]is|[Ss]eit|[Dd](?:er|ie|as|en|em|es)|[Jj]ede[nrsm]?|[Ee]ine[nrm]?) \d{1,2}\.(?=\s)"
)
_SHORTENED = (
    r"\b(?i:incl|inkl|excl|exkl|bzw|ca|evtl|ggf|vgl|sog|zzgl|abzgl|bspw|env|approx|bijv|núm|p\. ?ex"
    r"|p\. ?ej|ad es|d\. ?h|z\. ?b|u\. ?a|o\.a|d\.w\.z)\.(?=[ \t]+\w)"
    r"|\b(?i:etc|usw|ecc|enz)\.(?=[ \t]+[a-zäöü])"
)
_GOES_ON = re.compile(rf"{_ORDINAL}|{_SHORTENED}")


def mask_stops(text: str) -> str:
    """The text with each of them, and what it stands behind, made one word; as long as before."""
    return _GOES_ON.sub(lambda found: "x" * len(found[0]), text)
