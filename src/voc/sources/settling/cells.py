"""A row's cells, made what the fields read: dates, numbers, ids and the systems' words. Two passes: the columns settle what one cell cannot tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from voc.errors import RowError
from voc.sources.fields import plain, shown
from voc.sources.registry import SourceKind
from voc.sources.settling.dates import DateColumn, Order, read_date
from voc.sources.settling.headers import Unit
from voc.sources.settling.ids import read_id, read_reference
from voc.sources.settling.numbers import NumberColumn, read_amount
from voc.sources.settling.tags import TagColumn
from voc.sources.settling.vocabulary import read_rating, read_word

SAMPLED = 1_000  # rows; where their dates and numbers are all plain, the rest is not read twice
_WORDS = {"opportunities": ("stage",), "accounts": ("status",), "feedback": ("kind", "author_role")}  # fields that systems have words for


@dataclass(slots=True)
class Settled:
    """What is known of a file's columns once all their cells have been seen."""

    kind: SourceKind
    dates: dict[str, DateColumn] = field(default_factory=dict)
    numbers: dict[str, NumberColumn] = field(default_factory=dict)
    tags: TagColumn = field(default_factory=TagColumn)
    units: Mapping[str, Unit] = field(default_factory=dict)  # of the amounts, as their columns' names tell

    def see(self, values: Mapping[str, Any]) -> None:
        """Take a row into account."""
        for column in self.kind.dates:
            if isinstance(cell := values.get(column), str):
                self.dates.setdefault(column, DateColumn()).see(cell.strip())
        for column in (*self.kind.amounts, *self.kind.numbers):
            if isinstance(cell := values.get(column), str):
                self.numbers.setdefault(column, NumberColumn()).see(cell)
        if isinstance(cell := values.get("tags"), str):
            self.tags.see(cell)

    @property
    def is_open(self) -> bool:
        """Whether some cell can be read in two ways and no other has settled which."""
        dates, numbers = self.dates.values(), self.numbers.values()
        return any(column.open and column.order is None for column in dates) or any(column.open and column.mark is None for column in numbers)

    def require_orders(self, told: Order | None, usual: Order | None = None) -> None:
        """Raises InputError where the order of a column's dates has to be asked for. `usual`: the one that the source writes, where nothing else tells."""
        for name, column in self.dates.items():
            column.told = told
            column.told = column.order or usual
            column.require_order(name)

    def read(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[RowError]]:
        """The row as the fields read it, and what could not be read."""
        row, problems = dict(values), []
        for column, cell in values.items():
            try:
                row.update(self._read_cell(column, cell, row))
            except RowError as problem:
                row[column] = None
                problems.append(problem.with_traceback(None))
        return row, problems

    def _read_cell(self, column: str, cell: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        if isinstance(cell, float | int | Decimal) and not isinstance(cell, bool) and column in self.kind.dates:
            cell = plain(cell, column)
        if not isinstance(cell, str) or not cell.strip():
            return {}
        if column in self.kind.dates:
            return {column: self._read_date(column, cell)}
        if column in self.kind.amounts:
            return self._read_amount(column, cell, row)
        if column == "tags" and column in self.kind.fields:
            return {"tags": cell.split()} if self.tags.by_space else {}
        if column == "rating" and column in self.kind.fields:
            return self._read_rating(cell, row)
        if column in self.kind.numbers:
            amount = None if cell.lower() in ("true", "false") else read_amount(cell, column, self._mark(column), is_money=False)
            return {column: str(amount.value)} if amount else {}
        if column in self.kind.ids:
            return {column: read_id(cell) if column in self.kind.required else read_reference(cell)}
        return {column: read_word(column, cell)} if column in _WORDS.get(self.kind.name, ()) else {}

    def _read_date(self, column: str, cell: str) -> str | None:
        known = self.dates.get(column)
        found = read_date(cell, known.order if known else None)
        if found is None:
            raise RowError(column, f"{shown(cell)} is not a date that voc can read in exactly one way; write it like 2026-01-31")
        return found

    def _read_amount(self, column: str, cell: str, row: Mapping[str, Any]) -> dict[str, Any]:
        amount = read_amount(cell, column, self._mark(column))
        if amount is None:
            return {column: None}
        unit = self.units.get(column, Unit())
        if not amount.is_scaled and unit.power:
            amount = replace(amount, value=amount.value.scaleb(unit.power))
        if not amount.currency and not amount.sign and not row.get("currency"):
            amount = replace(amount, currency=unit.currency)
        told = {column: f"{amount.sign or ''}{amount.value:f}"}
        if amount.currency and not row.get("currency"):
            if not row.get(self.kind.amounts[0]) or column == self.kind.amounts[0]:  # an amount that does not count names no currency for the one that does
                told["currency"] = amount.currency
        elif amount.currency and str(row["currency"]).strip().upper() != amount.currency:
            raise RowError(column, f"{shown(cell)} bears {amount.currency} but the row's currency is {row['currency']}: set its currency column")
        return told

    def _read_rating(self, cell: str, row: Mapping[str, Any]) -> dict[str, Any]:
        if cell.strip().lower() in ("good", "bad") and str(row.get("rating_scale") or "good_bad").lower() == "good_bad":
            return {"rating": cell.strip().lower(), "rating_scale": "good_bad"}
        told = read_rating(cell)
        if told is None:
            return {"rating": None}
        said, scale = told
        amount = read_amount(said, "rating", self._mark("rating"), is_money=False)
        found = {"rating": str(amount.value) if amount else None}
        return found | ({"rating_scale": scale} if scale and not row.get("rating_scale") and row.get("kind") != "nps" else {})

    def _mark(self, column: str) -> str | None:
        known = self.numbers.get(column)
        return known.mark if known else None
