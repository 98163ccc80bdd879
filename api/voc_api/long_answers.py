"""The answers that take long, each under its question. Pages and the API ask here, so that neither computes what the other has computed already."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from voc.db.changes import find_mark
from voc.db.imported import find_import_mark
from voc.db.kept import Kept
from voc.db.runs import Run, find_current_run
from voc.domain.changes import FIGURES
from voc.domain.report_standing import Report, ReportKey
from voc.usecases.accounts.compare_theme_retention import compare_theme_retention
from voc.usecases.accounts.list_leads import LeadFilter, LeadList, list_leads, list_theme_leads
from voc.usecases.accounts.measure_releases import get_release
from voc.usecases.accounts.measure_retention import By, list_movements, measure_retention
from voc.usecases.accounts.measure_silence import measure_silence
from voc.usecases.reports.read_report import read_report
from voc.usecases.shared.find_quotes import count_unthemed
from voc.usecases.shared.load_course import Standpoint
from voc.usecases.shared.score_themes import EvidenceFilter
from voc.usecases.themes.find_similar_themes import Meanings, load_meanings
from voc.usecases.themes.list_themes import ThemeList, ThemeQuery, list_themes

EVERYBODY = LeadFilter()
MOST = 256  # answers

Figures = Mapping[str, Any]
T = TypeVar("T")


class LongAnswers:
    """The process's. Each raises what its use case does."""

    def __init__(self, currency: str) -> None:
        self._kept = Kept(MOST)
        self._currency = currency

    def _ask(self, session: Session, question: Hashable, compute: Callable[[], T]) -> T:
        """The answer as of now. What people change is noted as a change, what a refresh does is published as a run, imports leave a mark: they tell when an
        answer is old."""
        run = find_current_run(session)
        version = (run and run.id, datetime.now(UTC).date(), find_mark(session, FIGURES), find_import_mark(session))
        return self._kept.get(question, version, compute)

    def themes(self, session: Session, query: ThemeQuery) -> ThemeList:
        """Themes over evidence that is scored for the asking; what a run published is at hand and kept nowhere."""
        if query.evidence.is_all and not query.corrected:
            return list_themes(session, query)
        return self._ask(session, query, lambda: list_themes(session, query))

    def unthemed(self, session: Session, run: Run, which: EvidenceFilter) -> int:
        """How many snippets are in no theme."""
        return self._ask(session, ("unthemed", run.id, which), lambda: count_unthemed(session, run, which))

    def leads(self, session: Session, run: Run, which: LeadFilter = EVERYBODY) -> LeadList:
        """The leads that fit."""
        return self._ask(session, ("leads", run.id, which), lambda: list_leads(session, run, which))

    def account_leads(self, session: Session, run: Run, account: str) -> list[Figures]:
        """An account's (`acc_` id) leads, out of everybody's."""
        return [lead for lead in self.leads(session, run).leads if lead["account"]["id"] == account]

    def theme_leads(self, session: Session, run: Run, theme_id: str) -> Figures:
        """Who asks in the theme for what a higher plan has."""
        return self._ask(session, ("theme leads", run.id, theme_id), lambda: list_theme_leads(session, run, theme_id))

    def theme_release(self, session: Session, run: Run, theme_id: str) -> Figures:
        """What came of the release of what the theme asks for."""
        return self._ask(session, ("theme release", run.id, theme_id), lambda: get_release(session, run, theme_id))

    def theme_retention(self, session: Session, run: Run, theme_id: str) -> Figures:
        """What became of the accounts that raised the theme."""
        return self._ask(session, ("theme retention", run.id, theme_id), lambda: compare_theme_retention(session, run, theme_id))

    def meanings(self, session: Session, run: Run) -> Meanings:
        """What each theme means."""
        return self._ask(session, ("meanings", run.id), lambda: load_meanings(session, run))

    def retention(self, session: Session, at: Standpoint, by: By, since: date | None) -> Figures:
        """The retention table."""
        return self._ask(session, ("retention", at, by, since), lambda: measure_retention(session, at, by, since))

    def movements(self, session: Session, at: Standpoint, by: By, key: str | None, since: date | None, *, unknown: bool) -> Sequence[Figures]:
        """The accounts behind a row of the retention table."""
        question = ("movements", at, by, key, since, unknown)
        return self._ask(session, question, lambda: list_movements(session, at, by, key, since, unknown=unknown))

    def silence(self, session: Session, at: Standpoint, since: date | None) -> Figures:
        """Who was heard, and who says nothing."""
        return self._ask(session, ("silence", at, since), lambda: measure_silence(session, at, since))

    def report(self, session: Session, key: ReportKey, version: int | None = None) -> Report:
        """A report to be looked at; who acts on one reads it anew."""
        return self._ask(session, ("report", key, version), lambda: read_report(session, key, datetime.now(UTC), self._currency, version))
