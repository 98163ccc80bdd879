"""Score: the mentions of a run and the company's books to the ranked table, for any window and any filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from voc.db.mentions import list_mentions
from voc.db.runs import Run
from voc.db.themes import list_run_themes
from voc.domain.calibration import AS_SHIPPED, Calibration
from voc.domain.evidence import Mention, Window, check_not_ahead, check_order, gather_evidence, window_before
from voc.domain.exposure import Books
from voc.domain.scope import yardstick_of
from voc.domain.silence import weigh_voices
from voc.domain.themes import RankedTheme, Theme, rank_evidence
from voc.domain.voices import portfolio_of
from voc.domain.weights import DEFAULT_WEIGHTS, Weights, parse_weights
from voc.engine.certainty import Contest, find_intervals
from voc.usecases.shared.load_books import load_run_books


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """What evidence counts: mentions of these sources and kinds, by accounts of these segments; empty: all. `since` and `as_of` replace the window's ends;
    `looks_ahead` lets it end on a day that is yet to come, as a month's that is not over does."""

    sources: Sequence[str] = ()
    kinds: Sequence[str] = ()
    segments: Sequence[str] = ()
    since: datetime | None = None
    as_of: datetime | None = None
    looks_ahead: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is narrowed, so that the run's published figures hold."""
        return not (self.sources or self.kinds or self.segments or self.since or self.as_of)


@dataclass(frozen=True)
class ScoredThemes:
    """The ranked table, and the mentions and the books that it was made of. `books_changed`: accounts, ARR, deals or rates were imported since the run was
    published, so that these figures are not of what it knew; None where that cannot be told, as on another day than the run's."""

    ranked: list[RankedTheme]
    mentions: Sequence[Mention]
    books: Books
    books_changed: bool | None = None


def rank_mentions(
    mentions: Sequence[Mention],
    books: Books,
    themes: Mapping[str, Theme],
    window: Window,
    run_id: str,
    weights: Weights = DEFAULT_WEIGHTS,
    calibration: Calibration = AS_SHIPPED,
    *,
    certain: bool = True,
) -> list[RankedTheme]:
    """The ranked table of one window, where `certain` with the interval of each rank: the pure part, which a refresh, a filtered list and a report share.
    `calibration` is what the company's own past says of the scopes' probabilities."""
    yardstick = yardstick_of(books.come.values(), calibration)
    ranked = rank_evidence(gather_evidence(mentions, books.come, window), themes, books, run_id, window.as_of, weights, yardstick)
    if not certain:
        return ranked
    voices, fits = [r.impact.voices for r in ranked], [r.theme.strategic_fit for r in ranked]
    intervals = find_intervals(Contest(voices, fits, portfolio_of(books), weights))
    return [replace(r, interval=interval.around(r.rank)) for r, interval in zip(ranked, intervals, strict=True)]


def scope_calibration(run: Run) -> Calibration:
    """The recalibration of the scopes' probabilities that the run learnt from the company's past; a run of an older version has none."""
    return Calibration(**run.engine.get("scope", {}))


def window_for(run: Run, which: EvidenceFilter) -> Window:
    """The window of the run's figures, with the ends that the filter replaces. `since` itself lies in the window. Raises InputError for one that is empty or
    ends on a day ahead."""
    as_of = which.as_of or run.as_of
    if not which.looks_ahead:
        check_not_ahead(as_of.date(), datetime.now(UTC), run.as_of)
    if which.since:
        check_order(which.since, as_of)
    return Window(which.since - timedelta(microseconds=1), as_of) if which.since else window_before(as_of, int(run.settings["window_days"]))


def weights_of(run: Run) -> Weights:
    """The weights that the run was begun with; one that an older version began has the defaults."""
    return parse_weights(str(run.settings.get("score_weights", "")))


def score_themes(session: Session, run: Run, which: EvidenceFilter, weights: Weights | None = None) -> list[RankedTheme]:
    """The run's themes ranked over the filtered evidence. Currency, window length and, where none are given, weights are the run's own."""
    return score_with_books(session, run, which, weights).ranked


def score_with_books(
    session: Session,
    run: Run,
    which: EvidenceFilter,
    weights: Weights | None = None,
    *,
    certain: bool = True,
    corrected: bool = False,
    mentions: Sequence[Mention] | None = None,
) -> ScoredThemes:
    """`score_themes` with the books of the same day and segments; where not `certain`, without the ranks' intervals, which cost the most. `corrected`: voices
    weigh by who was heard in the window, so that those heard stand for all customers. `mentions`: those of the run under the same filter, where they were read
    already for this moment or a later one."""
    window = window_for(run, which)
    themes = {p.theme.id: p.theme for p in list_run_themes(session, run.id)}
    books = load_run_books(session, run, window.day)
    knew = run.engine.get("books") if window.day == run.as_of.date() else None
    books_changed = books.fingerprint != knew if knew else None
    if mentions is None:
        mentions = list_mentions(session, run.id, window.as_of, which.sources, which.kinds)
    mentions = [m for m in mentions if m.occurred_at <= window.as_of]
    if which.segments:
        books = books.within({key: facts for key, facts in books.accounts.items() if facts.segment in which.segments})
        mentions = [m for m in mentions if m.account in books.come]
    if corrected:
        heard = {m.account for m in mentions if m.account is not None and m.occurred_at in window}
        books = replace(books, voice_weights=weigh_voices({key: a.segment for key, a in books.customers.items()}, heard))
    ranked = rank_mentions(mentions, books, themes, window, run.id, weights or weights_of(run), scope_calibration(run), certain=certain)
    return ScoredThemes(ranked, mentions, books, books_changed)
