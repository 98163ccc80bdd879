"""Free tags: a word or a few that people put on feedback, apart from what a source sent."""

from dataclasses import dataclass

from voc.errors import InputError

TAG_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and on how many feedback items it is. `id` None: it came with imported feedback and was given by nobody here."""

    id: str | None
    name: str
    items: int


def read_tag(text: str) -> str:
    """A tag's name as it is kept. Raises InputError."""
    name = " ".join(text.split())
    if not name or len(name) > TAG_LIMIT or not name.isprintable():
        raise InputError(f"a tag has 1 to {TAG_LIMIT} printable characters")
    return name


def fold_tag(name: str) -> str:
    """What names that are one tag share: `Beta  Customer` and `beta customer`."""
    return " ".join(name.split()).lower()
