"""The journal of imports: each row as it was before an import changed it, so that the import can be taken back as a whole.

Rows are noted as they are saved and written to the journal under the import's act, the change that it began with. Of a row that an import changed twice the
journal holds what stood before the first time.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, inspect, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from voc.db.service_tables import ChangeRow, ImportedRowRow
from voc.db.session import read_once
from voc.db.tables import AccountRow, ArrChangeRow, Base, FeatureRow, FeedbackRow, FurtherDomainRow, FxRateRow, OpportunityRow, SignalRow

UNDO_LASTS = timedelta(days=365)
CHUNK = 500  # rows read at once
_NOTED = "imported rows"  # where a session keeps them until they are written

TABLES: Mapping[str, type[Base]] = {
    table.__tablename__: table for table in (FeedbackRow, FurtherDomainRow, AccountRow, ArrChangeRow, OpportunityRow, SignalRow, FeatureRow, FxRateRow)
}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A row that an import changed: its primary key, and its columns before; None: the import added it. `revisions`: of feedback, when each former content (by
    its hash) was delivered, as it stood before."""

    key: tuple[Any, ...]
    before: Row | None
    revisions: Mapping[str, datetime]


def note_row(session: Session, table: type[Base], key: Sequence[Any], before: Row | None, revisions: Mapping[str, datetime] | None = None) -> None:
    """Note a row that the transaction is about to add (`before` None) or to change."""
    kept = None if before is None else json.dumps({"row": before, "revisions": revisions or {}}, default=_encode, ensure_ascii=False)
    session.info.setdefault(_NOTED, []).append((table.__tablename__, json.dumps(list(key), default=_encode, ensure_ascii=False), kept))


def has_noted(session: Session) -> bool:
    """Whether the transaction changed any imported row."""
    return bool(session.info.get(_NOTED))


def write_journal(session: Session, act: str) -> None:
    """Write down what was noted, as what the import of this act changed."""
    noted = session.info.pop(_NOTED, [])
    if noted:
        rows = [{"act": act, "place": place, "key": key, "before": before} for place, key, before in noted]
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(ImportedRowRow).on_conflict_do_nothing(), rows)


def count_rows(session: Session, act: str) -> dict[str, tuple[int, int]]:
    """(rows that the import added, rows that it changed) of each table."""
    columns = (ImportedRowRow.place, func.count(), func.count(ImportedRowRow.before))
    rows = session.execute(select(*columns).where(ImportedRowRow.act == act).group_by(ImportedRowRow.place))
    return {place: (of_all - changed, changed) for place, of_all, changed in rows}


@read_once
def list_journaled(session: Session, acts: tuple[str, ...]) -> set[str]:
    """Those of the acts that the journal knows: they changed something, and nobody has taken it back."""
    return set(session.scalars(select(ImportedRowRow.act).where(ImportedRowRow.act.in_(acts)).distinct()))


def iterate_rows(session: Session, act: str, place: str) -> Iterator[list[JournalRow]]:
    """The rows of a table that the import changed, in parts, in the order in which it changed them."""
    table, after = TABLES[place], 0
    while True:
        wanted = select(ImportedRowRow).where(ImportedRowRow.act == act, ImportedRowRow.place == place, ImportedRowRow.sequence > after)
        rows = list(session.scalars(wanted.order_by(ImportedRowRow.sequence).limit(CHUNK)))
        if not rows:
            return
        yield [_read(table, row) for row in rows]
        after = rows[-1].sequence


def find_later_import(session: Session, act: str) -> tuple[str, int] | None:
    """(the act of the last import that changed a row of this one again, how many such rows there are); None where there is none."""
    later = aliased(ImportedRowRow)
    same = and_(later.place == ImportedRowRow.place, later.key == ImportedRowRow.key, later.act != act, later.sequence > ImportedRowRow.sequence)
    found = select(func.count(ImportedRowRow.sequence.distinct()), func.max(later.sequence)).join(later, same).where(ImportedRowRow.act == act)
    count, last = session.execute(found).one()
    return (str(session.scalar(select(ImportedRowRow.act).where(ImportedRowRow.sequence == last))), count) if count else None


def forget_import(session: Session, act: str) -> None:
    """Drop what the journal holds of an import."""
    session.execute(delete(ImportedRowRow).where(ImportedRowRow.act == act))


def forget_old_imports(session: Session, now: datetime) -> None:
    """Drop what the journal holds of imports that are too old to be taken back."""
    old = exists().where(ChangeRow.id == ImportedRowRow.act, ChangeRow.happened_at < now - UNDO_LASTS)
    session.execute(delete(ImportedRowRow).where(old))


def forget_feedback(session: Session, item_ids: Sequence[str]) -> None:
    """Drop what the journal holds of these items, for feedback that is erased."""
    keys = [json.dumps([item_id]) for item_id in item_ids]
    session.execute(delete(ImportedRowRow).where(ImportedRowRow.place == FeedbackRow.__tablename__, ImportedRowRow.key.in_(keys)))


def forget_states(session: Session, is_meant: Callable[[Row], bool]) -> list[tuple[str, str]]:
    """Forget the former states of feedback that are meant, for erasing; the item's id and the content hash of each.

    That the import wrote the item stays known, so no earlier import is undone over it. Undoing the import takes the item out, as if it had added it.
    """
    of_feedback = select(ImportedRowRow).where(ImportedRowRow.place == FeedbackRow.__tablename__, ImportedRowRow.before.is_not(None))
    gone = []
    for row in session.scalars(of_feedback.execution_options(yield_per=CHUNK)):
        before = _read(FeedbackRow, row).before
        if before is not None and is_meant(before):
            row.before = None
            gone.append((before["id"], before["content_hash"]))
    session.flush()
    return gone


def key_of(column: Any) -> ColumnElement[str]:
    """The journal's key of a row whose primary key is this one column."""
    return literal('["') + func.replace(func.replace(column, "\\", "\\\\"), '"', '\\"') + literal('"]')


def _read(table: type[Base], row: ImportedRowRow) -> JournalRow:
    columns = inspect(table).columns
    key = tuple(_decode(column.type.python_type, value) for column, value in zip(inspect(table).primary_key, json.loads(row.key), strict=True))
    if row.before is None:
        return JournalRow(key, None, {})
    kept = json.loads(row.before)
    before = {name: _decode(columns[name].type.python_type, value) for name, value in kept["row"].items()}
    return JournalRow(key, before, {content: datetime.fromisoformat(moment) for content, moment in kept["revisions"].items()})


def _encode(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _decode(kind: type, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if kind is Decimal:
        return Decimal(value)
    return kind.fromisoformat(value) if issubclass(kind, date) else value  # a datetime is a date
