"""Decisions: what people said of snippets and themes, in the order in which they said it. Undone ones stay, with who undid them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, func, or_, select, text, true, update
from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.tables import DecisionRow
from voc.db.types import json_texts
from voc.domain.changes import ChangeKind
from voc.domain.decisions import SNIPPET_KINDS, Decision, Kind
from voc.domain.ids import new_id
from voc.errors import NotFoundError

_DECISION_LOCK = 7301553


def hold_decision_lock(session: Session) -> None:
    """Let nobody else decide until this transaction ends: what a decision was checked against holds when it is added. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _DECISION_LOCK})


def add_decision(
    session: Session,
    kind: Kind,
    snippets: Sequence[str],
    made_by: str,
    made_at: datetime,
    *,
    theme_id: str | None = None,
    into_id: str | None = None,
    reason: str | None = None,
) -> Decision:
    """Keep a decision, the last of all. To be called under the lock."""
    sequence = (session.scalar(select(func.max(DecisionRow.sequence))) or 0) + 1
    row = DecisionRow(
        id=new_id("dec"), sequence=sequence, kind=kind, theme_id=theme_id, into_id=into_id, snippets=list(snippets), made_by=made_by, made_at=made_at,
        undone_by=None, undone_at=None, reason=reason,
    )  # fmt: skip
    session.add(row)
    session.flush()
    made = _value(row)
    add_change(session, ChangeKind.DECISION_MADE, made.id, made_at, after=_facts(made))
    return made


def undo_decisions(session: Session, ids: Iterable[str], undone_by: str, undone_at: datetime) -> None:
    """Let these decisions say nothing from now on. Those that are undone already stay as they are."""
    wanted = (DecisionRow.id.in_(list(ids)), DecisionRow.undone_at.is_(None))
    for row in session.scalars(select(DecisionRow).where(*wanted).order_by(DecisionRow.sequence)).all():
        add_change(session, ChangeKind.DECISION_UNDONE, row.id, undone_at, before=_facts(_value(row)), after={})
    session.execute(update(DecisionRow).where(*wanted).values({"undone_by": undone_by, "undone_at": undone_at}))


def get_decision(session: Session, decision_id: str) -> Decision:
    """The decision of this id. Raises NotFoundError."""
    row = session.get(DecisionRow, decision_id, populate_existing=True)
    if row is None:
        raise NotFoundError(f"there is no decision {decision_id}")
    return _value(row)


def list_decisions(session: Session) -> list[Decision]:
    """Every decision, undone ones too, in their order."""
    rows = session.execute(select(*DecisionRow.__table__.columns).order_by(DecisionRow.sequence))  # a run reads thousands: no objects that are tracked
    return [_value(row) for row in rows]


def list_decisions_page(session: Session, limit: int, *, before: int | None = None, theme_id: str | None = None, kinds: Sequence[str] = ()) -> list[Decision]:
    """The newest first, of a sequence less than `before`; narrowed to what speaks of a theme and to kinds."""
    wanted = select(DecisionRow).order_by(DecisionRow.sequence.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(DecisionRow.sequence < before)
    if theme_id is not None:
        wanted = wanted.where(or_(DecisionRow.theme_id == theme_id, DecisionRow.into_id == theme_id))
    if kinds:
        wanted = wanted.where(DecisionRow.kind.in_(kinds))
    return [_value(row) for row in session.scalars(wanted)]


def find_snippet_decision(session: Session, snippet_id: str) -> Decision | None:
    """What a person decided of this very snippet and nobody undid: a move, a confirmation, that it is to be ignored."""
    wanted = select(DecisionRow).where(DecisionRow.kind.in_(SNIPPET_KINDS), DecisionRow.undone_at.is_(None), DecisionRow.snippets == [snippet_id])
    row = session.scalars(wanted.order_by(DecisionRow.sequence.desc()).limit(1)).first()
    return _value(row) if row else None


def decided_snippets() -> Select[Any]:
    """The snippets of which a person's decision stands by itself: placed, ignored, or split off. A query to be used inside another."""
    snippet = json_texts(DecisionRow.snippets).table_valued("value")
    each = select(snippet.c.value).select_from(DecisionRow).join(snippet, true())
    return each.where(DecisionRow.kind.in_((*SNIPPET_KINDS, "split")), DecisionRow.undone_at.is_(None))


def find_ending(session: Session, theme_id: str) -> Decision | None:
    """The merge or dismissal that stands against the theme."""
    wanted = select(DecisionRow).where(DecisionRow.theme_id == theme_id, DecisionRow.kind.in_(("merge", "dismiss")), DecisionRow.undone_at.is_(None))
    row = session.scalars(wanted.order_by(DecisionRow.sequence.desc()).limit(1)).first()
    return _value(row) if row else None


def list_endings(session: Session, since: datetime) -> dict[str, Decision]:
    """The merges and dismissals that stand and were made after `since`, by the theme that they end: what the ranking does not show yet."""
    wanted = select(DecisionRow).where(DecisionRow.kind.in_(("merge", "dismiss")), DecisionRow.undone_at.is_(None), DecisionRow.made_at > since)
    return {str(row.theme_id): _value(row) for row in session.scalars(wanted.order_by(DecisionRow.sequence))}


def list_foundings(session: Session, since: datetime) -> list[str]:
    """The themes that splits which stand made after `since`, the first first: what the ranking does not show yet."""
    wanted = select(DecisionRow.into_id).where(DecisionRow.kind == "split", DecisionRow.undone_at.is_(None), DecisionRow.made_at > since)
    return [str(theme_id) for theme_id in dict.fromkeys(session.scalars(wanted.order_by(DecisionRow.sequence)))]


def find_undone_founding(session: Session, theme_id: str) -> Decision | None:
    """The last split that made the theme and was undone."""
    wanted = select(DecisionRow).where(DecisionRow.into_id == theme_id, DecisionRow.kind == "split", DecisionRow.undone_at.is_not(None))
    row = session.scalars(wanted.order_by(DecisionRow.sequence.desc()).limit(1)).first()
    return _value(row) if row else None


def find_founding(session: Session, theme_id: str) -> Decision | None:
    """The split that made the theme and stands."""
    row = session.scalar(select(DecisionRow).where(DecisionRow.into_id == theme_id, DecisionRow.kind == "split", DecisionRow.undone_at.is_(None)))
    return _value(row) if row else None


def _facts(decision: Decision) -> dict[str, Any]:
    facts = {"kind": decision.kind, "theme_id": decision.theme_id, "into_id": decision.into_id, "snippets": len(decision.snippets)}
    return {**facts, "reason": decision.reason} if decision.reason else facts


def _value(row: DecisionRow | Row[*tuple[Any, ...]]) -> Decision:
    return Decision(
        row.id, row.sequence, cast("Kind", row.kind), row.theme_id, row.into_id, tuple(row.snippets), row.made_by, row.made_at, row.undone_by, row.undone_at,
        row.reason,
    )  # fmt: skip
