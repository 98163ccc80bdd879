"""Score: the mentions of a run and the accounts' facts to the ranked table, for any window and any filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voc.db.accounts import list_account_facts
from voc.db.fx_rates import load_fx
from voc.db.mentions import list_mentions
from voc.db.runs import Run
from voc.db.themes import list_run_themes
from voc.domain.accounts import AccountFacts
from voc.domain.calibration import AS_SHIPPED, Calibration
from voc.domain.evidence import Mention, Window, gather_evidence, window_before
from voc.domain.impact import portfolio_of
from voc.domain.scope import yardstick_of
from voc.domain.themes import RankedTheme, Theme, rank_evidence


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """What evidence counts: mentions of these sources and kinds, by accounts of these segments; empty: all. `since` and `as_of` replace the window's ends."""

    sources: Sequence[str] = ()
    kinds: Sequence[str] = ()
    segments: Sequence[str] = ()
    since: datetime | None = None
    as_of: datetime | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is narrowed, so that the run's published figures hold."""
        return not (self.sources or self.kinds or self.segments or self.since or self.as_of)


def rank_mentions(
    mentions: Sequence[Mention],
    accounts: Mapping[str, AccountFacts],
    themes: dict[str, Theme],
    window: Window,
    currency: str,
    run_id: str,
    calibration: Calibration = AS_SHIPPED,
) -> list[RankedTheme]:
    """The ranked table of one window: the pure part, which a refresh, a filtered list and a report share. `calibration` is what the company's own past says of
    the scopes' probabilities."""
    evidence = gather_evidence(mentions, accounts, window)
    portfolio, yardstick = portfolio_of(list(accounts.values()), currency), yardstick_of(accounts.values(), calibration)
    return rank_evidence(evidence, themes, portfolio, run_id, window.as_of, yardstick)


def scope_calibration(run: Run) -> Calibration:
    """The recalibration of the scopes' probabilities that the run learnt from the company's past; a run of an older version has none."""
    return Calibration(**run.engine.get("scope", {}))


def window_for(run: Run, which: EvidenceFilter) -> Window:
    """The window of the run's figures, with the ends that the filter replaces. `since` itself lies in the window."""
    as_of = which.as_of or run.as_of
    return Window(which.since - timedelta(microseconds=1), as_of) if which.since else window_before(as_of, int(run.settings["window_days"]))


def score_themes(session: Session, run: Run, which: EvidenceFilter) -> list[RankedTheme]:
    """The run's themes ranked over the filtered evidence. Currency and window length are the run's own."""
    currency = str(run.settings["reporting_currency"])
    window = window_for(run, which)
    accounts = list_account_facts(session, window.day, load_fx(session, currency))
    mentions = list_mentions(session, run.id, window.as_of, which.sources, which.kinds)
    if which.segments:
        accounts = {key: facts for key, facts in accounts.items() if facts.segment in which.segments}
        mentions = [m for m in mentions if m.account in accounts]
    themes = {p.theme.id: p.theme for p in list_run_themes(session, run.id)}
    return rank_mentions(mentions, accounts, themes, window, currency, run.id, scope_calibration(run))
