"""Names of files that strangers chose, made safe to write files under."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path, PurePath

from voc.sources.rejects import REJECTS, rejects_path_of

MOST_CHARS = 150
_MOST_BYTES = 200  # a folder takes 255, and a file of rejected rows is named after its file
_ENDINGS = re.compile(r"(\.\w{1,8}){1,2}$")


def safe_name(name: str) -> str:
    """The name without folders, control characters and leading dots, not too long; its ending stays. It is no name of a file of rejected rows."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    words = " ".join("".join(char if char.isprintable() else " " for char in base).split()).lstrip(". ")
    if words.lower().endswith(REJECTS):
        words = words[: -len(REJECTS)] + REJECTS.replace(".", " ", 1)  # somebody mended them, and sends them again
    ending = found[0] if (found := _ENDINGS.search(words)) else ""
    stem = words.removesuffix(ending)[: MOST_CHARS - len(ending)]
    while len((stem + ending).encode()) > _MOST_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip() or 'file'}{ending}"


def distinct_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number where a file of those taken bears it or would have its rejected rows in the same file."""
    there = {_key(other) for other in taken}
    found, number = name, 1
    while _key(found) in there:
        number += 1
        ending = endings[0] if (endings := _ENDINGS.search(name)) else ""
        found = f"{name.removesuffix(ending)} ({number}){ending}"
    return found


def _key(name: str) -> str:
    # A JSON file may tell of the transcript of its name.
    return (name if PurePath(name).suffix.lower() == ".json" else rejects_path_of(Path(name)).name).casefold()
