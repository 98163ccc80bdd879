"""Bring rows back to what they were before an import."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, exists, func, insert, inspect, select, tuple_, update
from sqlalchemy.orm import Session

from voc.db.erasing import delete_doomed, find_doomed
from voc.db.import_journal import TABLES, JournalRow, Row, iterate_rows, key_of
from voc.db.service_tables import ImportedRowRow
from voc.db.tables import AccountRow, Base, FeedbackRevisionRow, FeedbackRow, FurtherDomainRow, SnippetRow
from voc.db.upsert import chunked


def count_snippets_of(session: Session, act: str) -> int:
    """The snippets of the feedback that the import added."""
    added = exists().where(
        ImportedRowRow.act == act,
        ImportedRowRow.place == FeedbackRow.__tablename__,
        ImportedRowRow.before.is_(None),
        ImportedRowRow.key == key_of(SnippetRow.feedback_id),
    )
    return session.scalar(select(func.count()).select_from(SnippetRow).where(added)) or 0


def restore_rows(session: Session, act: str) -> dict[str, int]:
    """Take back what the import did: how many rows were `removed` and how many `restored`. Rows that were erased since stay away."""
    removed = restored = 0
    for place, table in TABLES.items():
        for rows in iterate_rows(session, act, place):
            added = [row.key for row in rows if row.before is None]
            befores = {row.key: row.before for row in rows if row.before is not None}
            removed += _remove(session, table, added)
            restored += len(befores)
            if table is FeedbackRow:
                _restore_revisions(session, [row for row in rows if row.key in befores])
                befores = _to_split_again(session, befores)
            if befores:
                # A further domain is its key: what an import can do to one is to take it away.
                session.execute(insert(table) if table is FurtherDomainRow else update(table), [dict(before) for before in befores.values()])
    return {"removed": removed, "restored": restored}


def _remove(session: Session, table: type[Base], keys: Sequence[tuple[Any, ...]]) -> int:
    if table is FeedbackRow:
        items = [key[0] for key in keys]
        delete_doomed(session, find_doomed(session, items))
        return len(items)
    if table is AccountRow:
        gone = [key[0] for key in keys]
        # Feedback that names its account has it for good otherwise: an account goes away in no other way.
        session.execute(update(FeedbackRow).where(FeedbackRow.account.in_(gone)).values(account=None))
    columns = list(inspect(table).primary_key)
    for some in chunked(keys):
        session.execute(delete(table).where(tuple_(*columns).in_(some) if len(columns) > 1 else columns[0].in_([key[0] for key in some])))
    return len(keys)


def _to_split_again(session: Session, befores: Mapping[tuple[Any, ...], Row]) -> dict[tuple[Any, ...], Row]:
    """Items as they were, those with another text than now to be split again."""
    columns = (FeedbackRow.id, FeedbackRow.text, FeedbackRow.split_by)
    now = {row.id: row for row in session.execute(select(*columns).where(FeedbackRow.id.in_([key[0] for key in befores])))}
    return {key: {**before, "split_by": now[key[0]].split_by if now[key[0]].text == before["text"] else None} for key, before in befores.items()}


def _restore_revisions(session: Session, rows: Sequence[JournalRow]) -> None:
    """Former contents that the import made are forgotten, so that they are new when they come again."""
    for row in rows:
        of_item = FeedbackRevisionRow.feedback_id == row.key[0]
        session.execute(delete(FeedbackRevisionRow).where(of_item, FeedbackRevisionRow.content_hash.not_in(list(row.revisions))))
        for content, moment in row.revisions.items():
            session.execute(update(FeedbackRevisionRow).where(and_(of_item, FeedbackRevisionRow.content_hash == content)).values(revised_at=moment))
