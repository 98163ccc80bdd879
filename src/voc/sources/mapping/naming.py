"""The columns of a file whose profile names them: they keep the names that the file gives them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voc.errors import InputError
from voc.sources.columns import distinct_names
from voc.sources.fields import shown
from voc.sources.mapping.records import ENVELOPE, root_of, slug_of


class OwnNames:
    """Stands where `Columns` does. `expected`: columns by which a header is found; `needed`: of each of these one must be there."""

    def __init__(self, expected: Iterable[str], needed: Sequence[str] = (), document: str | None = None) -> None:
        self._expected = {root_of(place) for place in expected} | {slug_of(place) for place in expected}
        self._needed = needed
        self.constants: Mapping[str, str] = {}
        self.asks_for_day = False
        self.document = document
        self.fields: Sequence[str] = ("kind",)  # what makes a transcript readable
        self.repeats: dict[str, str] = {}

    def known(self, column: str) -> bool:
        """Whether the column is one of those expected."""
        return slug_of(column) in self._expected

    def name(self, column: str) -> str:
        """The column's own name."""
        return column.strip()

    def original(self, field: str) -> str:
        """The same."""
        return field

    def missing(self, names: Iterable[str]) -> list[str]:
        """The needed columns that are not there."""
        there = {slug_of(name) for name in names}
        if ENVELOPE in there:
            return []
        return [place for place in self._needed if not place.startswith("/") and not there & {root_of(place), slug_of(place)}]

    def missing_line(self, file: str, missing: Sequence[str], header: Sequence[str]) -> str:
        """The line that says which columns are missing."""
        return (
            f"{file} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; its columns are {', '.join(shown(one) for one in header[:40]) or 'none'}"
        )

    def name_header(self, header: Sequence[str], file: str) -> list[str]:
        """Distinct names; what stands twice is remembered in `repeats`. Raises InputError where a needed column is missing."""
        if missing := self.missing(header):
            raise InputError(self.missing_line(file, missing, header))
        given = [column.strip() for column in header]
        names = distinct_names(given)
        first: dict[str, str] = {}
        for name, unique in zip(given, names, strict=True):
            if name and unique != name:
                self.repeats[unique] = first[slug_of(name)]
            first.setdefault(slug_of(name), unique)
        return names

    def rename(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row as it is."""
        return {str(name): value for name, value in row.items()}


class MappedNames(OwnNames):
    """What the file calls a field, for whoever is told what is wrong with it."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__(())
        self._sources = sources

    def original(self, field: str) -> str:
        """The column that the field is read from."""
        source = self._sources.get(field, field)
        return field if source.startswith("/") else source
