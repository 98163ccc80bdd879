"""The report of a month: what to decide, what moved, what is at risk, and how it was counted. Values alone; `build_report` stands in report_building."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from voc.domain.accounts import Feature
from voc.domain.certainty import RankInterval
from voc.domain.evidence import Window
from voc.domain.exposure import Exposure
from voc.domain.impact import ScorePart, short_money
from voc.domain.money import Money
from voc.domain.months import Month
from voc.domain.nps import NpsCourse
from voc.domain.release_effect import ReleaseEffect
from voc.domain.retention import Retention
from voc.domain.scope import HUGE
from voc.domain.silence import Coverage

GIANT = Decimal(str(HUGE))  # of the ARR
SHOWN_ACCOUNTS = 3  # a theme of fewer accounts is counted, never named: its label or a quote would tell who said it


@dataclass(frozen=True, slots=True)
class ReportQuote:
    """A customer's words with their origin."""

    snippet_id: str
    feedback_id: str
    text: str
    account: str
    account_name: str
    kind: str
    source: str
    url: str | None
    occurred_at: datetime
    sentiment: float


@dataclass(frozen=True, slots=True)
class ReportTheme:
    """A theme at the month's end.

    `month_mentions` and `before_mentions` are those made in this month and in the one before; `rank_before` None: it was not ranked then.
    """

    id: str
    label: str
    rank: int
    rank_before: int | None
    score: float
    parts: tuple[ScorePart, ...]
    scope: str
    scope_reasons: tuple[str, ...]
    mentions: int
    month_mentions: int
    before_mentions: int
    accounts: int
    exposure: Exposure
    interval: RankInterval | None
    negative_share: float
    mean_sentiment: float
    trend: tuple[int, ...]
    quotes: tuple[ReportQuote, ...]

    @property
    def affected_arr(self) -> Money:
        """What is known of the ARR of the accounts that raised it."""
        return self.exposure.affected_arr.money

    @property
    def change(self) -> int:
        """Mentions more than in the month before."""
        return self.month_mentions - self.before_mentions


@dataclass(frozen=True, slots=True)
class Release:
    """What a theme asked for and has been released, what came of it, and whom to tell: the customers that asked for it, the largest first."""

    theme_id: str
    label: str
    feature: Feature
    effect: ReleaseEffect
    tell: "tuple[ToTell, ...]" = ()


@dataclass(frozen=True, slots=True)
class ToTell:
    """A customer that asked for what was released, and who looks after it."""

    id: str
    name: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Themes that are counted and not named."""

    themes: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Giant:
    """A theme that a report does not name, though its few accounts pay much: GIANT of the ARR or more. `arr` is what is known of it."""

    accounts: int
    mentions: int
    arr: Money

    @property
    def words(self) -> str:
        """It in a line."""
        who = "one account" if self.accounts == 1 else f"{self.accounts} accounts"
        return f"concentrated: {who}, {short_money(self.arr)}"


@dataclass(frozen=True, slots=True)
class ReportAccount:
    """An account with what speaks most against it. `arr` None: unknown."""

    id: str
    name: str
    arr: Money | None
    score: float
    band: str
    why: str
    renews_on: date | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class BandTotal:
    """The accounts in a band of health and their ARR."""

    band: str
    accounts: int
    arr: Money


@dataclass(frozen=True, slots=True)
class SourceCount:
    """Feedback items of one source and kind, in the window and in the month; `unmatched` of the window's have no account."""

    source: str
    kind: str
    items: int
    month_items: int
    unmatched: int


@dataclass(frozen=True, slots=True)
class ReportRetention:
    """Retention of the month and of the twelve months to its end, the month's first and last day being those of `month`."""

    month: Retention
    year: Retention


@dataclass(frozen=True, slots=True)
class ReportMethod:
    """How the figures came about. `coverage`: the customers of the month's last day that were heard in the window."""

    sources: tuple[SourceCount, ...]
    snippets: int
    unthemed: int
    month_snippets: int
    month_unthemed: int
    unknown_arr_accounts: int
    coverage: Coverage | None = None

    @property
    def items(self) -> int:
        """Feedback items in the window."""
        return sum(s.items for s in self.sources)

    @property
    def month_items(self) -> int:
        """Feedback items of the month."""
        return sum(s.month_items for s in self.sources)

    @property
    def unmatched(self) -> int:
        """Feedback items in the window without an account."""
        return sum(s.unmatched for s in self.sources)


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """The report of a month. `at_risk`, `watch` and `renewals` are the first of the lists that `bands` and `renewing` sum up."""

    month: Month
    window: Window
    run_id: str
    verdict: str
    decide: tuple[ReportTheme, ...]
    praise: tuple[ReportTheme, ...]
    up: tuple[ReportTheme, ...]
    down: tuple[ReportTheme, ...]
    concentrated: tuple[ReportTheme, ...]
    counted: Counted
    arr: Money
    bands: tuple[BandTotal, ...]
    at_risk: tuple[ReportAccount, ...]
    watch: tuple[ReportAccount, ...]
    renewing: BandTotal
    renewals: tuple[ReportAccount, ...]
    method: ReportMethod
    giants: tuple[Giant, ...] = ()
    shipped: tuple[Release, ...] = ()
    retention: ReportRetention | None = None
    nps: NpsCourse | None = None
