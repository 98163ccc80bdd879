"""Retention and silence."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from voc_api.schemas.base import Money, NamedAccount, Shape
from voc_api.schemas.themes import Window


class RetentionShares(Shape):
    """What was kept; null where nothing was paid before, or no account that paid has an ARR history."""

    nrr: float | None = Field(examples=[1.04], description="net revenue retention: of the ARR at the start, what its accounts pay at the end")
    grr: float | None = Field(examples=[0.93], description="gross revenue retention: the same without what grew, 0 to 1")
    logo_churn: float | None = Field(examples=[0.06], description="share of the accounts that left")


class RetentionOfYear(RetentionShares):
    """The twelve months that end where a row ends."""

    since: str = Field(examples=["2025-11-01"])


class RetentionRow(RetentionShares):
    """A month, a segment, a start cohort, or all accounts. opening + new + expansion - contraction - churned = closing, exactly."""

    object: Literal["retention_row"] = "retention_row"
    key: str | None = Field(examples=["2026-10"], description="the month, the segment or the quarter of the start; null: not known, or all accounts")
    since: str = Field(examples=["2026-10-01"], description="its first day")
    until: str = Field(examples=["2026-10-31"], description="its last day")
    complete: bool = Field(description="false: a month that is not over")
    opening_arr: Money
    new_arr: Money
    expansion_arr: Money
    contraction_arr: Money
    churned_arr: Money
    closing_arr: Money
    opening_accounts: int
    new_accounts: int
    expanded_accounts: int
    contracted_accounts: int
    churned_accounts: int
    closing_accounts: int
    untold_accounts: int = Field(description="of those at the start, accounts without an ARR history: their rows' ARR is taken for what they always paid")
    unknown_arr_accounts: int = Field(description="in no figure: nobody told their ARR, no rate of its currency is known, or they left on an unknown day")
    twelve_months: RetentionOfYear | None


class Retention(Shape):
    """Retention from the ARR history. Parents and children are accounts of their own."""

    object: Literal["retention"] = "retention"
    by: Literal["month", "segment", "cohort"]
    since: str
    as_of: datetime
    currency: str = Field(examples=["USD"])
    rates_as_of: str = Field(examples=["2026-10-31"], description="all amounts are at this day's rates: a currency that moves is no expansion")
    has_history: bool = Field(description="false: no account has an ARR history, so nothing can be told")
    rows: list[RetentionRow]
    whole: RetentionRow
    twelve_months: RetentionRow


class Movement(Shape):
    """What became of one account's ARR."""

    object: Literal["movement"] = "movement"
    account: NamedAccount
    segment: str | None
    cohort: str | None = Field(examples=["2025-Q3"])
    move: Literal["new", "expansion", "contraction", "churn", "unknown"]
    opening_arr: Money | None
    closing_arr: Money | None
    change: Money | None
    since: str
    until: str


class RaisedCase(Shape):
    """One account that raised the theme, and what became of it."""

    account: NamedAccount
    raised_on: str = Field(examples=["2026-02-03"])
    arr: Money = Field(description="on that day")
    retained_arr: Money = Field(description="of it, what was still paid at the horizon's end")
    lost: bool = Field(description="it left or paid less within the horizon")
    peers: int
    peers_lost: int


class ThemeRetention(Shape):
    """What became of the accounts that raised a theme, against accounts like them that had not raised it then. An association, no cause."""

    object: Literal["theme_retention"] = "theme_retention"
    theme_id: str
    horizon_days: int = Field(examples=[180])
    accounts: int = Field(description="accounts that raised it while they paid, followed for the horizon from the first time on")
    lost_accounts: int
    peers: int = Field(description="distinct accounts that they are compared with: of the same segment, ARR third and tenure, near a renewal or not")
    well_matched: int = Field(description="accounts whose peers agree in all of these")
    too_recent: int = Field(description="accounts that raised it less than the horizon ago")
    left_out: int = Field(description="accounts that paid nothing or an unknown ARR then, or have no peer")
    lost_share: float | None
    peers_lost_share: float | None
    lift: float | None = Field(examples=[0.12], description="the one less the other")
    lift_interval: tuple[float, float] | None = Field(examples=[[-0.02, 0.27]])
    level: float = Field(examples=[0.9], description="of the interval")
    retained_arr_share: float | None
    peers_retained_arr_share: float | None
    verdict: Literal["lost_more_often", "lost_less_often", "no_difference", "too_few_to_say"]
    accounts_needed: int | None = Field(description="where too few: so many accounts that raised it would tell such a lift from none")
    in_words: str
    raised_by: list[RaisedCase]
    run_id: str
    as_of: datetime


class Coverage(Shape):
    """Of the customers, those with any feedback item in the window."""

    accounts: int
    heard_accounts: int
    account_share: float | None = Field(examples=[0.62])
    arr: Money
    heard_arr: Money
    arr_share: float | None = Field(examples=[0.81])
    unknown_arr_accounts: int


class SegmentCoverage(Coverage):
    """The customers of a segment."""

    segment: str | None


class ChannelCoverage(Coverage):
    """All customers, as one channel reaches them."""

    source: str = Field(examples=["zendesk"])
    kind: str = Field(examples=["ticket"])


class CoverageOfMonth(Coverage):
    """The customers at a month's end that were heard in it."""

    month: str = Field(examples=["2026-10"])
    since: str = Field(examples=["2026-10-01"])
    until: str = Field(examples=["2026-10-31"])
    complete: bool = Field(description="the window holds the whole month")


class QuietAccount(Shape):
    """A customer that pays at least the median, renews soon and says nothing."""

    account: NamedAccount
    account_id: str
    arr: Money | None
    segment: str | None
    renews_on: str
    owner: str | None
    last_contact: datetime | None


class Silence(Shape):
    """Who was heard and who was not."""

    object: Literal["silence"] = "silence"
    since: str = Field(examples=["2025-11-01"], description="the window's first day")
    window: Window
    as_of: datetime
    currency: str
    whole: Coverage
    segments: list[SegmentCoverage]
    channels: list[ChannelCoverage]
    months: list[CoverageOfMonth]
    quiet_days: int = Field(examples=[90], description="without a word")
    renewal_days: int = Field(examples=[90])
    quiet_accounts: list[QuietAccount]
