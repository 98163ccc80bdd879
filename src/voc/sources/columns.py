"""Which column of a file is which field: by name, however it is cased or spaced, or by `--map`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from voc.errors import InputError, RowError
from voc.sources.fields import shown, slug
from voc.sources.registry import SourceKind
from voc.sources.settling.headers import without_unit


class Naming(Protocol):
    """What a file's readers ask of its columns: `Columns` gives them the fields' names, `OwnNames` leaves them the file's."""

    constants: Mapping[str, str]
    asks_for_day: bool  # of a transcript whose name tells none
    document: str | None  # of JSON: where the rows stand, in ijson's words; None: the first list of objects

    @property
    def fields(self) -> Sequence[str]: ...
    def known(self, column: str) -> bool: ...
    def name(self, column: str) -> str: ...
    def original(self, field: str) -> str: ...
    def missing(self, names: Iterable[str]) -> list[str]: ...
    def missing_line(self, file: str, missing: Sequence[str], header: Sequence[str]) -> str: ...
    def name_header(self, header: Sequence[str], file: str) -> list[str]: ...
    def rename(self, row: Mapping[str, Any]) -> dict[str, Any]: ...


class Columns:
    """Names the columns of one file. `mapping` is the person's: column -> field, in JSON also a path such as `requester.email`; `constants` are
    fields that are the same in every row, whatever the file says. Raises InputError for a field that the kind does not have."""

    def __init__(
        self, kind: SourceKind, mapping: Mapping[str, str] | None = None, constants: Mapping[str, str] | None = None, *, asks_for_day: bool = True
    ) -> None:
        self._kind = kind
        self.asks_for_day = asks_for_day
        self.document: str | None = None
        self.constants: Mapping[str, str] = {slug(field): value for field, value in (constants or {}).items()}
        for name in self.constants:
            if name not in kind.fields:
                raise InputError(f"--set {name}=...: {kind.name} has no field {name!r}; its fields are {', '.join(kind.fields)}")
        self._mapping = {slug(column): slug(field) for column, field in (mapping or {}).items()}
        for column, field in self._mapping.items():
            if field not in kind.fields:
                raise InputError(f"--map {column}={field}: {kind.name} has no field {field!r}; its fields are {', '.join(kind.fields)}")
        twice = _repeated(self._mapping.values())
        if twice:
            raise InputError(f"--map names {twice} for more than one column")
        self._mapped = set(self._mapping.values()) | set(self.constants)
        if both := set(self._mapping.values()) & set(self.constants):
            raise InputError(f"{min(both)} is given by --map and by --set: leave one of them out")
        self._paths = {field: column.split(".") for column, field in self._mapping.items() if "." in column}
        self._names: dict[str, str] = {}
        self._originals: dict[str, str] = {}

    @property
    def fields(self) -> Sequence[str]:
        """The fields of the kind."""
        return self._kind.fields

    def name(self, column: str) -> str:
        """The field that a column is, else the column's own name, stripped."""
        if column not in self._names:
            if len(self._names) > 10_000:  # keys made up row by row must not fill the memory
                self._names.clear()
            self._names[column] = found = self._name(column)
            self._originals.setdefault(found, column.strip())
        return self._names[column]

    def _name(self, column: str) -> str:
        plain = slug(column)
        if plain in self._mapping:
            return self._mapping[plain]
        field = plain_name(self._kind, column)
        if field in self._kind.fields and field not in self._mapped:
            return field
        # A column whose field another column was mapped to is an attribute, under a name that does not collide.
        return f"{plain}_in_file" if plain in self._kind.fields else column.strip()

    def original(self, field: str) -> str:
        """What the file calls a field."""
        return self._originals.get(field, field)

    def name_header(self, header: Sequence[str], file: str) -> list[str]:
        """The names of a header's columns, each distinct.

        Raises InputError where a required one is missing, a field stands twice or a mapped column is not there.
        """
        names = [self.name(column) if column.strip() else "" for column in header]
        found = ", ".join(shown(column) for column in header[:40])
        if unmapped := sorted(set(self._mapping) - {slug(column) for column in header}):
            raise InputError(f"{file} has no column {', '.join(unmapped)} to map; its columns are {found}")
        if twice := _repeated(name for name in names if name in self._kind.fields):
            raise InputError(f"{file} has {twice} more than once; rename one of the columns or say which it is (on the command line with --map COLUMN={twice})")
        if missing := self.missing(names):
            raise InputError(self.missing_line(file, missing, header))
        return distinct_names(names)

    def missing(self, names: Iterable[str]) -> list[str]:
        """The required fields that are not among the names, nor one that may stand for them."""
        return self._kind.missing({*names, *self.constants})

    def missing_line(self, file: str, missing: Sequence[str], header: Sequence[str]) -> str:
        """The line that says which columns are missing, which are there, and what to do."""
        found = ", ".join(shown(column) for column in header[:40]) + (", ..." if len(header) > 40 else "")
        return (
            f"{file} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; its columns are {found or 'none'}; "
            f"say which of them is {missing[0]} (on the command line --map COLUMN={missing[0]}), or give every row one (--set {missing[0]}=VALUE)"
        )

    def known(self, column: str) -> bool:
        """Whether the column is a field of the kind."""
        return self.name(column) in self._kind.fields

    def rename(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row with its columns named. Raises RowError where two of them are the same field."""
        renamed: dict[str, Any] = {}
        for column, value in row.items():
            name = self.name(column)
            if name in renamed:
                raise RowError(name, "is given twice")
            renamed[name] = value
        for field, path in self._paths.items():
            if field not in renamed and (value := _dig(row, path)) is not None:
                renamed[field] = value
        return renamed


def _dig(value: Any, path: Sequence[str]) -> Any:
    """What stands at the end of a path of names, through the first item of each list; None where it breaks off."""
    for step in path:
        if isinstance(value, list):
            value = value[0] if value else None
        value = next((part for name, part in value.items() if slug(name) == step), None) if isinstance(value, Mapping) else None
    return value


def distinct_names(names: Sequence[str]) -> list[str]:
    """The names, each distinct: `column_3` for the third where it has none, `x_2` for a second `x`."""
    distinct: list[str] = []
    for position, name in enumerate(names, 1):
        base = unique = name or f"column_{position}"
        number = 2
        while unique in distinct or (not name and unique in names):
            unique, number = f"{base}_{number}", number + 1
        distinct.append(unique)
    return distinct


def plain_name(kind: SourceKind, column: str) -> str:
    """The column's name as fields are named; of an amount without its unit."""
    bare = slug(without_unit(column))
    return bare if bare in kind.amounts else slug(column)


def _repeated(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None
