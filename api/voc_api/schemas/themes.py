"""Themes and what is behind them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from voc_api.schemas.base import Money, NamedAccount, Page, Shape


class ScorePart(Shape):
    """A named part of a score."""

    name: str = Field(examples=["affected_arr"])
    value: float | None = Field(examples=[1250000.0])
    share: float | None = Field(examples=[0.891428], description="of the part's most, 0 to 1; null: the theme does not have this part")
    weight: float = Field(examples=[35.0], description="relative to the other parts' weights")
    points: float = Field(examples=[31.2])
    why: str = Field(examples=["$1.25M across 17 accounts, 14% of ARR"])


class Sentiment(Shape):
    """How the mentions sound, -1 to 1."""

    mean: float | None = Field(examples=[-0.31])
    negative_share: float | None = Field(examples=[0.55])


class CatalogueVerdict(Shape):
    """What the product has of what a theme asks for."""

    verdict: Literal["gap", "released", "higher_plan", "planned", "problem"] = Field(
        description="planned: or in beta; problem: it is there, and most tell that it does not work as it should"
    )
    feature_id: str | None = Field(examples=["csv-export"])
    confidence: float = Field(examples=[0.83], description="0 to 1; a person's word is certain")
    source: Literal["auto", "person"]
    why: list[str] = Field(examples=[["like CSV export, at 83%", "released since 2019-11-04, from plan Team on"]])


class Feature(Shape):
    """A row of the catalogue."""

    object: Literal["feature"] = "feature"
    feature_id: str = Field(examples=["csv-export"])
    name: str
    description: str
    status: str = Field(examples=["released"])
    plan: str | None = Field(examples=["Team"], description="the lowest plan that has it")
    released_on: str | None = Field(examples=["2019-11-04"])
    url: str | None


class Window(Shape):
    """After `since`, up to and with `as_of`."""

    since: datetime
    as_of: datetime


class Exposure(Shape):
    """What the accounts behind it pay, paid and may pay: each column a sum of its own over distinct accounts or opportunities, never to be added up."""

    accounts: int = Field(examples=[17])
    families: int = Field(examples=[15], description="distinct top parents of the accounts")
    churned_accounts: int = Field(examples=[1])
    unknown_arr_accounts: int = Field(description="accounts whose ARR is not known: not in affected_arr")
    affected_arr: Money = Field(description="ARR of the accounts on the day of as_of")
    affected_arr_at_mention: Money = Field(description="ARR of each account on the day of its latest mention in the window")
    renewing_arr_30d: Money = Field(description="of affected_arr, what renews within 30 days of as_of")
    renewing_arr_90d: Money
    renewing_arr_180d: Money
    open_pipeline: Money = Field(description="open opportunities that name it")
    lost_arr: Money = Field(description="lost opportunities that name it")
    churned_arr: Money = Field(description="what those of the accounts that have churned paid on their last day")
    unknown_amounts: dict[str, int] = Field(
        examples=[{"affected_arr": 0, "open_pipeline": 1}], description="by column, the accounts or opportunities whose amount is not known: not in the sum"
    )
    opportunities: list[str] = Field(examples=[["O-1042"]], description="ids of the open and lost opportunities that name it")


class Possible(Shape):
    """What the mentions that may belong to a theme alone would add to its figures."""

    mentions: int = Field(examples=[9])
    accounts: int = Field(examples=[6])
    affected_arr: Money


class Theme(Exposure):
    """A theme of a ranking. The points of `score_parts` add up to `score`; an account's ARR counts once."""

    id: str = Field(examples=["thm_7q2m5x3nqk4c6v2hb7yw3t5eua"])
    object: Literal["theme"] = "theme"
    label: str = Field(examples=["Bulk export times out"])
    label_source: str = Field(examples=["auto"])
    summary: str = Field(
        description="a customer's sentence and, after `Meanwhile:`, what they do for want of it; the first exemplars say so",
        examples=["The bulk export times out. Meanwhile: We copy the rows by hand."],
    )
    facts: str = Field(
        "",
        description="who says it and since when, by the figures of this answer",
        examples=["6 accounts ($1.2M of ARR), mostly SMB, since March 2026."],
    )
    keyphrases: list[str] = Field(examples=[["bulk export", "csv timeout"]])
    status: str = Field(examples=["new"])
    status_reason: str | None = Field(examples=["on the roadmap of the second quarter"], description="why it has the status; null: nobody said")
    pinned: bool = Field(description="it stands before all others on the page")
    owner: str | None
    strategic_fit: float | None = Field(examples=[0.8], description="0 to 1, set by people; null: nobody has")
    rank: int | None = Field(examples=[3], description="null: nobody mentioned it in the window")
    rank_interval: list[int] | None = Field(
        examples=[[3, 6]], description="where the rank may lie had other accounts of the same kind spoken, nominal 90 %; null in a preview of other weights"
    )
    rank_is_stable: bool | None = Field(description="the interval spans no more than two ranks or a tenth of the list")
    score: float = Field(examples=[71.4])
    score_parts: list[ScorePart]
    scope: Literal["one_off", "concentrated", "emerging", "scalable"] | None
    scope_probability: float | None = Field(examples=[0.91], description="that at least two accounts that never raised it will within 90 days")
    scope_reasons: list[str] = Field(examples=[["17 accounts in 3 segments over 5 months"]])
    scope_cautions: list[str] = Field([], description="what speaks against a scalable theme all the same")
    life: Literal["new", "growing", "steady", "fading", "resolved"] | None = Field(
        None, description="resolved: hardly anybody raises it since its release; null in a ranking of an older version, and for what nobody mentioned"
    )
    evidence_needed: str | None
    mentions: int = Field(examples=[42])
    possible: Possible | None = Field(None, description="null in a ranking of an older version, in which all counted")
    projected_accounts: int = Field(examples=[29], description="accounts that have it to raise, spoken or not (Chao1)")
    projected_accounts_interval: list[int] = Field(examples=[[20, 58]], description="its 95 % interval")
    segments: list[str]
    sentiment: Sentiment
    trend: list[int] = Field(description="mentions in each of the last 12 weeks, the oldest first", examples=[[0, 0, 1, 0, 2, 1, 3, 2, 4, 3, 5, 6]])
    first_seen: datetime | None
    last_seen: datetime | None
    area_id: str | None
    catalogue: CatalogueVerdict | None = Field(description="null: there is no catalogue")
    exemplars: list[str] = Field(description="snippets that say it best")
    window: Window
    run_id: str
    as_of: datetime
    corrected: Literal["coverage"] | None = Field(None, description="score, parts and rank are corrected for who was heard; only where that was asked for")
    rank_as_heard: int | None = Field(None, description="its rank without the correction")
    books_changed: bool | None = Field(None, description="only of figures that a filter or `as_of` had read anew: as in a row of /exposure")


class Area(Exposure):
    """A group of themes. An account's ARR counts once, in however many of its themes it spoke; figures are those of the whole run."""

    id: str = Field(examples=["thm_3kd7w2p6ru5zq4x8nmc1yb9vfa"])
    object: Literal["area"] = "area"
    label: str = Field(examples=["Sign-in and access"])
    rank: int = Field(examples=[1], description="by affected ARR")
    themes: list[str] = Field(examples=[["thm_7q2m5x3nqk4c6v2hb7yw3t5eua"]], description="ids of its ranked themes, the highest ranked first")
    mentions: int = Field(examples=[160])
    run_id: str
    as_of: datetime


class ExposureRow(Exposure):
    """A row of the exposure table: an account and its ARR count once in it, in however many themes the account spoke."""

    id: str = Field(examples=["enterprise"], description="of the theme or area, the segment's name (empty: no segment), or portfolio")
    object: Literal["exposure"] = "exposure"
    by: Literal["theme", "area", "segment", "portfolio"]
    label: str = Field(examples=["enterprise"])
    segment: str | None = Field(
        description="of a segment's row its name; null in the row of what belongs to none, with which the segments add up to the portfolio, and in other tables"
    )
    mentions: int = Field(examples=[160])
    customers: int = Field(examples=[61], description="all customers there are, of the segment or in all")
    customers_arr: Money = Field(description="what is known of their ARR: the measure of affected_arr")
    account_ids: list[str] = Field(description="the accounts (`acc_...`) that the columns sum up")
    books_changed: bool | None = Field(
        description="true: a filter or `as_of` had this row read from accounts, ARR, deals or rates that were imported since the ranking was published, so it "
        "need not add up with the published rows; null where that is not known, as on another day"
    )
    window: Window
    run_id: str
    as_of: datetime


class Roadmap(Shape):
    """The ranked list as one page."""

    object: Literal["roadmap"] = "roadmap"
    run_id: str | None
    as_of: datetime | None
    currency: str | None = Field(examples=["USD"])
    data: list[Theme]


class Snippet(Shape):
    """One point that somebody made, as evidence."""

    id: str = Field(examples=["snp_..."])
    object: Literal["snippet"] = "snippet"
    feedback_id: str
    position: int
    text: str = Field(examples=["the export dies after ten minutes"])
    kind: str = Field(examples=["ticket"])
    source: str = Field(examples=["zendesk"])
    url: str | None
    occurred_at: datetime
    account: NamedAccount | None
    theme_id: str | None
    ask_id: str | None
    strength: float = Field(examples=[0.87])
    counted: bool = Field(description="whether it counts in its theme's figures: its account is sure there, or a person said so")
    sentiment: float = Field(examples=[-0.6])
    intent: str | None = Field(examples=["problem"], description="request, problem, praise, question, churn_threat, upsell_signal; null where it is not clear")
    language: str = Field(examples=["en"])
    start: int = Field(examples=[14], description="where the point begins in the item's text as its source sent it, in characters")
    end: int = Field(examples=[46])
    context: str | None = Field(examples=["What hurts most?"], description="what our own side said right before, or the subject")
    run_id: str


class SearchPage(Page[Snippet]):
    """A page of what was found, the best first."""

    by_meaning: bool = Field(description="whether what means the same in other words was searched too")


class BriefHealth(Shape):
    """A health's score and band."""

    score: float = Field(examples=[43.5])
    band: str = Field(examples=["watch"])


class ThemeAccount(Shape):
    """An account behind a theme's ARR."""

    id: str
    object: Literal["theme_account"] = "theme_account"
    theme_id: str
    account_id: str = Field(examples=["A-1042"])
    name: str
    parent: str | None = Field(examples=["acc_..."], description="its top parent, where it is not its own")
    arr: Money | None
    arr_at_mention: Money | None = Field(description="on the day of its latest mention")
    churned_arr: Money | None = Field(description="what a churned account paid on its last day; null where it has not churned or that is not known")
    mentions: int
    last_mentioned_on: str = Field(examples=["2026-10-21"])
    segment: str | None
    status: str
    renews_on: str | None = Field(examples=["2027-01-31"])
    owner: str | None = Field(examples=["ana.lima@example.com"])
    health: BriefHealth


class Exemplar(Shape):
    """The snippet that says it best."""

    snippet_id: str
    text: str


class Ask(Shape):
    """A finer point inside a theme."""

    id: str = Field(examples=["ask_..."])
    object: Literal["ask"] = "ask"
    theme_id: str
    size: int = Field(examples=[12])
    accounts: int = Field(examples=[7])
    exemplar: Exemplar
    run_id: str
