"""A transcript or a call note is one row: what was said, with what its name tells of day and title."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from voc.errors import InputError
from voc.sources.columns import Naming
from voc.sources.rows import SourceRow
from voc.sources.settling.dates import read_date

ENDINGS = (".vtt", ".srt", ".sbv", ".docx")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DATED = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_WRITTEN = re.compile(r"(?P<day>(?:19|20)\d{2}-\d{2}-\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:Z|[A-Z]{2,4}(?:[+-]\d{1,2})?|[+-]\d{2}:?\d{2}))?)?")
# A date in any form in a line of the head, after a day of the week and before a time of day or not.
_ANY_DAY = re.compile(
    r"(?P<day>(?<![\d./-])\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?[^\W\d_]{3,12}\.?,?(?: de)? \d{4}|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|(?<![\d./-])(?:\d{1,2}([./-])\d{1,2}\2\d{4}|\d{4}([./-])\d{1,2}\3\d{1,2}))(?!\d)"
    r"(?:,? ?(?:at|um|à|-)? ?\d{1,2}[:.]\d{2}(?::\d{2})? ?(?:[AaPp]\.?[Mm]\b\.?)?(?: ?(?:Uhr|UTC|GMT|[A-Z]{2,4}T)\b)?)?"
)
_DAY_LABEL = re.compile(r"(?:date|day|when|recorded|time|start\w*|meeting|call|datum|wann|fecha|data)\b", re.IGNORECASE)
_HEAD_LINES = 6
SIDECAR = ".json"
_CUES = re.compile(r"^(?:WEBVTT|\d+\s*\n)?\s*(?:NOTE[^\n]*\n)?.{0,200}?\d{1,2}:\d{2}(?::\d{2})?[.,]\d{3}\s*(?:-->|,)\s*\d{1,2}:", re.DOTALL)
# Fathom's copied text: "0:11 - Ana Ruiz (Northwind)" above what she said, as Markdown with a link for the time.
_FATHOM = re.compile(
    r"^(?:\[@(?P<at>\d{1,2}:\d{2}(?::\d{2})?)\]\([^()\s]+\) - \*\*(?P<name>[^*\n]{1,80})\*\*\n*|\d{1,2}:\d{2}(?::\d{2})? - [^\n]{2,80}\n {2}\S)", re.MULTILINE
)
_RECORDING = re.compile(r"^\**VIEW RECORDING - [^\n]*\n", re.MULTILINE)
_SPEAKER = re.compile(r"^[^\n:,;|\t]{2,60}?(?::\s|\s{2,}\d{1,2}:\d{2}(?::\d{2})?\s*$)", re.MULTILINE)


def is_transcript(name: str, sample: str, columns: Naming) -> bool:
    """Whether a file is a transcript: by its ending, by its cues, or as a text in which speakers take turns and that is no table."""
    ending = PurePath(name).suffix.lower()
    if ending in ENDINGS or sample.startswith("WEBVTT"):
        return True
    is_table = sample.lstrip()[:1] in ("{", "[") or sum(map(columns.known, re.split(r"[,;|\t]", sample.split("\n", 1)[0]))) > 1
    return ending in (".txt", ".md", "") and not is_table and bool(_CUES.match(sample) or _takes_turns(sample) or _FATHOM.search(sample))


def _takes_turns(sample: str) -> bool:
    """Whether speakers take turns: three turns, or two of two people in what looks like no table."""
    turns = [found.strip() for found in _SPEAKER.findall(sample)]
    first = sample.strip().split("\n", 1)[0]
    return len(turns) >= 3 or (len(set(turns)) == 2 and not re.search(r"[;|\t]|,[^,]*,", first))


def read_transcript(path: Path, text: str, columns: Naming) -> Iterator[SourceRow]:
    """The file as one row. Raises InputError where its day is told neither by `--set` nor by its name, its first lines, or a JSON file of its name."""
    values: dict[str, str] = {
        "source": source_of(path.name, text),
        "external_id": path.stem,
        "kind": "call_note",
        "text": _level_fathom(text),
        "title": path.stem,
    }
    if day := _find_day(path.stem, text):
        values["occurred_at"] = day
    values |= {name: str(value) for name, value in _read_sidecar(path).items() if value not in (None, "", [], {})}
    if not values.get("occurred_at") and columns.asks_for_day and "occurred_at" not in columns.constants:
        raise InputError(
            f"{path.name} is a transcript; say when it was and with whom (on the command line --set occurred_at=2026-01-31 --set account_id=..., "
            "or name the file 2026-01-31 Customer.vtt)"
        )
    yield SourceRow(1, f"{path.name}: {text[:1_000]}", {name: value for name, value in values.items() if name not in columns.constants})


def _level_fathom(text: str) -> str:
    """Fathom's Markdown like its plain text, and both without the line that leads to the recording."""
    return _RECORDING.sub("", _FATHOM.sub(lambda head: f"{head['at']} - {head['name']}\n" if head["at"] else head[0], text))


def _find_day(name: str, text: str) -> str | None:
    """The day, or the time, in the file's name, else in the first lines, where a meeting's own text has it."""
    if dated := _DATED.search(name):
        return read_date("-".join(dated.groups()))
    if day := _find_any_day(name):
        return day
    head = "\n".join(text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    found = (read_date(part) for written in _WRITTEN.finditer(head) for part in (written[0], written["day"]))
    return next((day for day in found if day), None) or _find_any_day("\n".join(_list_head(head.split("\n"))))


def _list_head(lines: Sequence[str]) -> Iterator[str]:
    """The lines before somebody speaks."""
    for line in lines:
        if _SPEAKER.match(line) and not _DAY_LABEL.match(line):
            return
        yield line


def _find_any_day(text: str) -> str | None:
    found = (read_date(part.strip()) for written in _ANY_DAY.finditer(text) for part in (written[0], written["day"]))
    return next((day for day in found if day), None)


def _read_sidecar(path: Path) -> Mapping[str, Any]:
    """What a JSON file of the same name says of the call: occurred_at, account_id, author_email, title."""
    try:
        found = json.loads(path.with_suffix(SIDECAR).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def read_docx(path: Path) -> str:
    """The paragraphs of a word processor's file, a line each."""
    try:
        with zipfile.ZipFile(path) as archive:
            body = fromstring(archive.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, OSError) as error:
        raise InputError(f"{path.name} cannot be read as a document: {' '.join(str(error).split())[:200]}") from None
    return "\n".join("".join(_words(paragraph)) for paragraph in body.iter(f"{_WORD}p"))


def _words(paragraph: Element) -> Iterator[str]:
    for part in paragraph.iter():
        if part.tag == f"{_WORD}t":
            yield part.text or ""
        elif part.tag in (f"{_WORD}tab", f"{_WORD}br"):
            yield "\t" if part.tag.endswith("tab") else "\n"


_MAKERS: Mapping[str, re.Pattern[str]] = {
    "fathom": re.compile(r"fathom\.video", re.IGNORECASE),
    "otter": re.compile(r"otter\.ai", re.IGNORECASE),
    "teams": re.compile(r"<v [^>]+>|started transcription"),
    "zoom": re.compile(r"\bzoom\b", re.IGNORECASE),
}


def source_of(name: str, text: str) -> str:
    """Which program wrote it, where its words or its name tell; else `transcript`."""
    return next((maker for maker, mark in _MAKERS.items() if mark.search(text) or maker in name.lower()), "transcript")
