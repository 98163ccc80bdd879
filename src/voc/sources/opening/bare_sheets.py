"""Sheets of a workbook that a program wrote without the parts that name them; each is read for its cells alone."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def read_bare_sheets(path: Path) -> list[tuple[str, list[list[Any]]]]:
    """(name, rows) of every sheet; none where the file holds none that can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            shared = _shared_strings(archive.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            return [(Path(name).stem, list(_rows(archive.read(name), shared))) for name in sorted(filter(_SHEET.fullmatch, names))]
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, IndexError, ValueError, OSError):
        return []


def _shared_strings(data: bytes) -> list[str]:
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in fromstring(data).iter(f"{_MAIN}si")]


def _rows(data: bytes, shared: list[str]) -> Iterator[list[Any]]:
    for row in fromstring(data).iter(f"{_MAIN}row"):
        cells: list[Any] = []
        for cell in row.iter(f"{_MAIN}c"):
            place = _place(cell.get("r") or "") or len(cells)
            cells += [""] * (place - len(cells))
            cells.append(_value(cell, shared))
        yield cells


def _place(reference: str) -> int:
    place = 0
    for letter in re.sub(r"[^A-Z]", "", reference):
        place = place * 26 + ord(letter) - 64
    return max(0, place - 1)


def _value(cell: Element, shared: list[str]) -> Any:
    kind, value = cell.get("t"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    if kind == "s" and value:
        return shared[int(value)]
    if kind == "b":
        return value == "1"
    return value
