"""What people have built by hand on an import since it began: while there is any, the import is not taken back."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from voc.db.import_journal import key_of
from voc.db.people_tables import FeedbackTagRow, NoteRow, SnippetMarkRow, SnippetOwnerRow
from voc.db.report_tables import ReportRow
from voc.db.service_tables import ImportedRowRow
from voc.db.tables import (
    AccountDomainRow,
    AccountRow,
    AssignmentRow,
    DecisionRow,
    FeatureRow,
    FeedbackRow,
    HealthOverrideRow,
    SnippetRow,
    ThemeLinkRow,
    ThemeRow,
    ThemeToldRow,
)
from voc.db.themes import said_of
from voc.db.upsert import chunked
from voc.domain.words import count


def list_handwork(session: Session, act: str, since: datetime, run_id: str | None) -> list[str]:
    """What there is, counted, such as `2 decisions`. `run_id`: the current run, by which a theme would be left without any feedback."""
    of_snippet, of_account = partial(_has_snippet, act), partial(_is_row, act, AccountRow.__tablename__)
    found = [
        (_count_decisions(session, act, since), "decision", "decisions"),
        (_count(session, FeedbackTagRow, _is_item(act, FeedbackTagRow.feedback_id), FeedbackTagRow.made_at >= since), "tag", "tags"),
        (_count(session, NoteRow, of_snippet(NoteRow.snippet_id), NoteRow.made_at >= since, NoteRow.removed_at.is_(None)), "note", "notes"),
        (_count(session, SnippetMarkRow, of_snippet(SnippetMarkRow.snippet_id), SnippetMarkRow.made_at >= since), "mark in the inbox", "marks in the inbox"),
        (_count(session, SnippetOwnerRow, of_snippet(SnippetOwnerRow.snippet_id), SnippetOwnerRow.made_at >= since), "assignment", "assignments"),
        (
            _count(
                session,
                HealthOverrideRow,
                of_account(HealthOverrideRow.account),
                HealthOverrideRow.made_at >= since,
                HealthOverrideRow.withdrawn_at.is_(None),
            ),
            "judgement of an account's health",
            "judgements of accounts' health",
        ),
        (
            _count(session, AccountDomainRow, of_account(AccountDomainRow.account), AccountDomainRow.made_at >= since),
            "domain assigned to an account",
            "domains assigned to accounts",
        ),
        (
            _count(session, ThemeToldRow, of_account(ThemeToldRow.account), ThemeToldRow.told_at >= since),
            "account told of a release",
            "accounts told of a release",
        ),
        (
            _count(session, ThemeRow, _is_row(act, FeatureRow.__tablename__, ThemeRow.feature_id, added=True)),
            "verdict that names a feature",
            "verdicts that name a feature",
        ),
        (
            _count_themes(session, act, run_id) if run_id else 0,
            "theme that people worked on would lose all its feedback",
            "themes that people worked on would lose all their feedback",
        ),
        (_count(session, ReportRow, ReportRow.approved_at >= since, ReportRow.state != "draft"), "report approved since", "reports approved since"),
    ]
    return [count(number, one, many) for number, one, many in found if number]


def _count(session: Session, table: type[Any], *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def _count_decisions(session: Session, act: str, since: datetime) -> int:
    made = select(DecisionRow.id, DecisionRow.snippets).where(DecisionRow.made_at >= since, DecisionRow.undone_at.is_(None))
    spoken_of = {key: set(snippets) for key, snippets in session.execute(made)}
    named = sorted(set().union(*spoken_of.values()))
    within = {
        key for some in chunked(named) for key in session.scalars(select(SnippetRow.id).where(SnippetRow.id.in_(some), _is_item(act, SnippetRow.feedback_id)))
    }
    return sum(not within.isdisjoint(snippets) for snippets in spoken_of.values())


def _count_themes(session: Session, act: str, run_id: str) -> int:
    """Themes that people named, judged or linked, and whose feedback in the run the import added, all of it."""
    worked_on = select(ThemeRow.id).where(ThemeRow.level == "theme", said_of() | exists().where(ThemeLinkRow.theme_id == ThemeRow.id))
    placed = AssignmentRow.run_id == run_id, AssignmentRow.theme_id == ThemeRow.id
    joined = exists().where(*placed, SnippetRow.id == AssignmentRow.snippet_id)
    its_own = joined.where(_is_item(act, SnippetRow.feedback_id, added=True))
    others = joined.where(~_is_item(act, SnippetRow.feedback_id, added=True))
    return _count(session, ThemeRow, ThemeRow.id.in_(worked_on), its_own, ~others)


def _has_snippet(act: str, snippet_id: Any) -> ColumnElement[bool]:
    return exists().where(SnippetRow.id == snippet_id, _is_item(act, SnippetRow.feedback_id))


def _is_item(act: str, feedback_id: Any, *, added: bool = False) -> ColumnElement[bool]:
    return _is_row(act, FeedbackRow.__tablename__, feedback_id, added=added)


def _is_row(act: str, place: str, key: Any, *, added: bool = False) -> ColumnElement[bool]:
    """Whether the import changed, or with `added` added, the row of this key of one column."""
    kept = exists().where(ImportedRowRow.act == act, ImportedRowRow.place == place, ImportedRowRow.key == key_of(key))
    return kept.where(ImportedRowRow.before.is_(None)) if added else kept
