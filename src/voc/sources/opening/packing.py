"""Packed files: what is in them, and how much of it may come out."""

import zipfile
from pathlib import Path, PurePosixPath

from voc.errors import InputError

MOST_UNPACKED = 8 * 2**30  # bytes, where no limit is told
HIGHEST_RATIO = 400  # unpacked bytes for each packed one
_DATA = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".vtt", ".srt", ".sbv")
_SHEETS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def what_zip_holds(path: Path, unpacked_limit: int | None) -> str:
    """What a zip archive is: "sheet", "document" (of a word processor), or the name of the one table in it.

    Raises InputError where it holds no table, several, or too much.
    """
    members = _members(path, unpacked_limit)
    if found := _of_office(members):
        return found
    tables = [member.filename for member in members if _is_table(member)]
    if not tables:
        inside = ", ".join(member.filename for member in members[:5]) or "nothing"
        raise InputError(f"{path.name} is a zip archive without a table; it holds {inside}")
    if len(tables) > 1:
        raise InputError(f"{path.name} holds {len(tables)} files ({', '.join(tables[:5])}): import it without a kind, or unpack it and import each")
    return tables[0]


def list_tables(path: Path, unpacked_limit: int | None) -> list[str]:
    """The files with rows in a zip archive; none where it is a workbook or a document itself. Raises InputError as `what_zip_holds` does."""
    members = _members(path, unpacked_limit)
    return [] if _of_office(members) else [member.filename for member in members if _is_table(member)]


def _members(path: Path, unpacked_limit: int | None) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(f"{path.name} is a damaged zip archive: {error}") from None
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if unpacked > (unpacked_limit or MOST_UNPACKED) or unpacked > HIGHEST_RATIO * max(packed, 10_000):
        raise InputError(f"{path.name} unpacks to {unpacked // 2**20:,} MiB, more than is taken: unpack it and split it")
    return members


def _of_office(members: list[zipfile.ZipInfo]) -> str | None:
    names = {member.filename for member in members}
    return "sheet" if names & set(_SHEETS) else "document" if "word/document.xml" in names else None


def _is_table(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    return not member.is_dir() and name.suffix.lower() in _DATA and not name.name.startswith(".") and "__MACOSX" not in name.parts
