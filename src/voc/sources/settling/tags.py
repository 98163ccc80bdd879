"""What parts the tags of a cell, settled over the column: Zendesk and others write `export vip billing`."""

import re
from dataclasses import dataclass

_MARKS = re.compile(r"[,;|\[\n]")
_WORDS = re.compile(r"[^\sA-Z]+(?: [^\sA-Z]+)*")
_MANY = 3  # words that no single tag has


@dataclass(slots=True)
class TagColumn:
    """`has_marks`: some cell parts its tags by a mark, or has a capital; `has_many`: some cell has more words than a tag."""

    has_marks: bool = False
    has_many: bool = False

    def see(self, cell: str) -> None:
        """Take one cell into account."""
        said = cell.strip()
        if said:
            self.has_marks = self.has_marks or bool(_MARKS.search(said)) or not _WORDS.fullmatch(said)
            self.has_many = self.has_many or len(said.split(" ")) >= _MANY

    @property
    def by_space(self) -> bool:
        """Whether spaces part the tags."""
        return self.has_many and not self.has_marks
