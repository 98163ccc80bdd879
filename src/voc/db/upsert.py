"""Saving a batch by its natural key: what is there is looked up in bulk, compared, and only what differs is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from secrets import token_hex
from typing import Any, TypeVar, cast

from sqlalchemy import Table, insert, inspect, select, text, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from voc.db.import_journal import note_row
from voc.db.tables import Base, ImportMarkRow
from voc.domain.accounts import Said

CHUNK = 500  # keys of one IN list: far below SQLite's limit of bound values, also for keys of three columns

_IMPORT_LOCK = 7301552

T = TypeVar("T")


class Outcome(StrEnum):
    """What saving did with one row."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def chunked(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in slices that fit one IN list."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def list_absent(session: Session, column: InstrumentedAttribute[str], ids: Sequence[str]) -> list[str]:
    """Those of these ids that no row has in the column, in their order."""
    there = {key for some in chunked(ids) for key in session.scalars(select(column).where(column.in_(some)))}
    return [key for key in ids if key not in there]


def hold_import_lock(session: Session) -> None:
    """Wait until no other import writes, up to the end of this transaction.

    Two imports of the same new row would otherwise both add it, and feedback saved beside an import of its account could miss the match. SQLite has one
    writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IMPORT_LOCK})


def mark_import(session: Session) -> None:
    """Note that something imported is another than it was: what was read of it before is old (`read_imported`). For who holds the import lock."""
    session.merge(ImportMarkRow(only=1, mark=token_hex(16)))
    session.flush()


def columns_of(value: Any) -> dict[str, Any]:
    """An imported value as a row: all its fields but what its file said of itself."""
    row = asdict(value)
    row.pop("said", None)
    return row


def save_rows(
    session: Session, table: type[Base], rows: Sequence[dict[str, Any]], *, said: Sequence[Said] = (), amount: str | None = None, dry_run: bool = False
) -> list[Outcome]:
    """Save rows, each a dict of all the table's columns, by the table's primary key; where a key repeats the last row stands. One outcome per row, in order.

    `said` has for each row the columns that its file says: the others, where the row is stored, stay as they are. So does the currency of an `amount` that
    stays. With `dry_run` nothing is written or locked.
    """
    if not dry_run:
        hold_import_lock(session)
    columns = inspect(table).columns.keys()
    key_columns = [str(column.key) for column in inspect(table).primary_key]
    keys = [tuple(row[name] for name in key_columns) for row in rows]
    known = _find_rows(session, table, columns, key_columns, list(dict.fromkeys(keys)))
    befores = dict(known)
    stored = set(known)
    outcomes: list[Outcome] = []
    changed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for key, given, told in zip(keys, rows, said or [None] * len(rows), strict=True):
        row = given if told is None or key not in known else _lay_over(known[key], given, told, amount)
        if known.get(key) == row:
            outcomes.append(Outcome.UNCHANGED)
            continue
        outcomes.append(Outcome.UPDATED if key in known else Outcome.ADDED)
        known[key] = changed[key] = row
    if not dry_run:
        for key in changed:
            note_row(session, table, key, befores.get(key))
        if added := [row for key, row in changed.items() if key not in stored]:
            insert_rows(session, table, added)
        if updated := [row for key, row in changed.items() if key in stored]:
            session.execute(update(table), updated)
        if changed:
            mark_import(session)
    return outcomes


def _lay_over(stored: Mapping[str, Any], row: Mapping[str, Any], said: frozenset[str], amount: str | None) -> dict[str, Any]:
    """The row where it says something, else what is stored; of a column of names and values (attributes) name by name."""
    if amount is not None and amount not in said and stored[amount] is not None:
        said -= {"currency"}
    return {
        column: {name: kept for name, kept in stored[column].items() if name not in said} | value
        if isinstance(value, dict)
        else value
        if column in said
        else stored[column]
        for column, value in row.items()
    }


def insert_rows(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns, in one statement: given the ORM's class instead of its table, SQLAlchemy makes one for each set of
    empty columns.
    """
    session.execute(insert(cast("Table", table.__table__)), rows)


def _find_rows(
    session: Session, table: type[Base], columns: Sequence[str], key_columns: Sequence[str], keys: Sequence[tuple[Any, ...]]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    attributes = [getattr(table, name) for name in columns]
    key_attributes = [getattr(table, name) for name in key_columns]
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for some in chunked(keys):
        chosen = key_attributes[0].in_([key[0] for key in some]) if len(key_columns) == 1 else tuple_(*key_attributes).in_(some)
        for row in session.execute(select(*attributes).where(chosen)):
            values = dict(zip(columns, row, strict=True))
            found[tuple(values[name] for name in key_columns)] = values
    return found
