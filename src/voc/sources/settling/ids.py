"""Ids as exports write them."""

import re

_FORMULA = re.compile(r'="?([^"]*)"?')
_WHOLE = re.compile(r"(\d{1,18})\.0+")
_SALESFORCE = re.compile(r"[a-zA-Z0-9]{18}")
_PLACES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def read_id(cell: str) -> str:
    """Without a spreadsheet's marks (`="001"`, `123.0`); of Salesforce's two spellings the one of 15 characters."""
    cell = cell.strip()
    if cell.startswith("=") and (formula := _FORMULA.fullmatch(cell)):
        cell = formula[1].strip()
    if whole := _WHOLE.fullmatch(cell):
        return whole[1]
    if _SALESFORCE.fullmatch(cell) and cell[15:] == _checksum(cell[:15]):
        return cell[:15]
    return cell


def read_reference(cell: str) -> str:
    """The first of several ids in one cell."""
    return read_id(re.split(r"[;,|\n]", cell.strip(), maxsplit=1)[0])


def _checksum(short: str) -> str:
    """The three characters that tell which of the fifteen are capitals, five at a time (Salesforce, "Case-insensitive ids")."""
    return "".join(_PLACES[sum(short[start + place].isupper() << place for place in range(5))] for start in (0, 5, 10))
