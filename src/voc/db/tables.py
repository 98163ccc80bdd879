"""The tables of what the service knows. Read from top to bottom they follow the data: accounts, feedback, snippets, runs and what a run found.

`service_tables.py` holds those that the service itself needs, `people_tables.py` what people do with feedback, `report_tables.py` reports.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, LargeBinary, MetaData, String, Text, false, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from voc.db.types import Amount, ExactDecimal, Json, UtcDateTime

Id = String(40)
Name = String(500)

_FOREIGN = "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"
NAMES = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "fk": _FOREIGN, "pk": "pk_%(table_name)s"}


class Base(DeclarativeBase):
    """All tables; the naming convention lets migrations find constraints on both databases."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Name, datetime: UtcDateTime, date: Date, Decimal: Amount, float: Float, dict[str, Any]: Json, list[Any]: Json}


class AccountRow(Base):
    __tablename__ = "account"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    arr: Mapped[Decimal | None]
    currency: Mapped[str]
    domain: Mapped[str | None] = mapped_column(index=True)
    segment: Mapped[str | None]
    plan: Mapped[str | None]
    industry: Mapped[str | None]
    region: Mapped[str | None]
    renews_on: Mapped[date | None]
    started_on: Mapped[date | None]
    csm_email: Mapped[str | None]
    parent_account_id: Mapped[str | None]
    status: Mapped[str]
    attributes: Mapped[dict[str, Any]]


class FurtherDomainRow(Base):
    """A domain that an account came with beside its first one."""

    __tablename__ = "further_domain"
    account: Mapped[str] = mapped_column(Id, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True, index=True)


class AccountDomainRow(Base):
    """A domain that a person said is an account's, beside those that the account came with."""

    __tablename__ = "account_domain"
    domain: Mapped[str] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(Id, ForeignKey("account.id"))
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class IgnoredOriginRow(Base):
    """What some feedback says of its account ("" for nothing), which a person does not want to be asked about again."""

    __tablename__ = "ignored_origin"
    account_ref: Mapped[str] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class ArrChangeRow(Base):
    __tablename__ = "arr_change"
    account_id: Mapped[str] = mapped_column(primary_key=True)
    effective_on: Mapped[date] = mapped_column(primary_key=True)
    arr: Mapped[Decimal]
    currency: Mapped[str]
    reason: Mapped[str | None]


class OpportunityRow(Base):
    __tablename__ = "opportunity"
    opportunity_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(index=True)
    amount: Mapped[Decimal | None]
    currency: Mapped[str]
    stage: Mapped[str]
    closes_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)


class SignalRow(Base):
    __tablename__ = "signal"
    account_id: Mapped[str] = mapped_column(primary_key=True)
    signal: Mapped[str] = mapped_column(primary_key=True)
    observed_on: Mapped[date] = mapped_column(primary_key=True)
    value: Mapped[float]


class FeatureRow(Base):
    __tablename__ = "feature"
    feature_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str] = mapped_column(Text)
    status: Mapped[str]
    plan: Mapped[str | None]
    released_on: Mapped[date | None]
    url: Mapped[str | None]


class ImportMarkRow(Base):
    """One row: what is another after each transaction that wrote imported rows. No number: one that is rolled back would be given again."""

    __tablename__ = "import_mark"
    only: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(Id)


class FxRateRow(Base):
    __tablename__ = "fx_rate"
    currency: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    rate: Mapped[Decimal] = mapped_column(ExactDecimal)


class FeedbackRow(Base):
    """`text` is the raw text as it came. `split_by` names the splitter whose snippets are stored; None: to be split."""

    __tablename__ = "feedback"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    source: Mapped[str]
    external_id: Mapped[str]
    kind: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    revised_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str]
    account: Mapped[str | None] = mapped_column(Id, index=True)
    account_ref: Mapped[str | None]
    account_domain: Mapped[str | None]
    author_name: Mapped[str | None]
    author_email: Mapped[str | None]
    author_role: Mapped[str]
    rating: Mapped[Decimal | None]
    rating_scale: Mapped[str | None]
    url: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[list[Any]]
    language: Mapped[str | None]
    attributes: Mapped[dict[str, Any]]
    split_by: Mapped[str | None] = mapped_column(index=True)

    __table_args__ = (Index("uq_feedback_source_external_id", "source", "external_id", unique=True), Index("ix_feedback_source_kind", "source", "kind"))


class FeedbackRevisionRow(Base):
    """A delivery that is no longer the item's content. Kept so that it is recognised when it arrives again."""

    __tablename__ = "feedback_revision"
    feedback_id: Mapped[str] = mapped_column(Id, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True)
    content_hash: Mapped[str] = mapped_column(primary_key=True)
    revised_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


class SnippetRow(Base):
    """`start` and `end` are offsets into the item's raw text. `passage` numbers the stretch of prose within the item: snippets of one passage lend each other
    context. `context` is what our own side said right before, for the reader: it is never counted."""

    __tablename__ = "snippet"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    feedback_id: Mapped[str] = mapped_column(Id, ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    passage: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    context: Mapped[str | None] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]


class EmbeddingRow(Base):
    """A vector by what was embedded and with what: float16, little-endian."""

    __tablename__ = "embedding"
    text_hash: Mapped[str] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class RunRow(Base):
    """One refresh. `state`: running, published, held, failed. `counts` and `settings` say what went in and how, `engine` what the engine chose."""

    __tablename__ = "run"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    as_of: Mapped[datetime]
    started_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    settings: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any]]
    engine: Mapped[dict[str, Any]]


class CurrentRunRow(Base):
    """One row: the run whose ranking stands. Publishing is switching it."""

    __tablename__ = "current_run"
    only: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("run.id"))


class ThemeRow(Base):
    """A theme's or an area's permanent identity, and what people said of it. `level`: theme, or area (a group of themes); `strategic_fit`: 0 to 1;
    `verdict` and `feature_id`: a person's word on what the catalogue has of it; `pinned`: it stands before all others."""

    __tablename__ = "theme"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    level: Mapped[str]
    label: Mapped[str]
    label_source: Mapped[str]
    summary: Mapped[str] = mapped_column(Text)
    status: Mapped[str]
    status_reason: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None]
    pinned: Mapped[bool] = mapped_column(server_default=false())  # a default: SQLite adds no other column to a table that others refer to
    strategic_fit: Mapped[float | None]
    verdict: Mapped[str | None]
    feature_id: Mapped[str | None]
    born_run_id: Mapped[str] = mapped_column(Id)


class RunThemeRow(Base):
    """A theme as one run saw it; `figures` holds what the run published, in the API's shape."""

    __tablename__ = "run_theme"
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(Id, ForeignKey("theme.id"), primary_key=True)
    rank: Mapped[int]
    area_id: Mapped[str | None] = mapped_column(Id)
    label: Mapped[str]
    keyphrases: Mapped[list[Any]]
    exemplars: Mapped[list[Any]]
    figures: Mapped[dict[str, Any]]


class RunMatchRow(Base):
    """What a run matched to a theme by meaning. `kind`: feature, opportunity; `matched_id` is its feature_id or opportunity_id."""

    __tablename__ = "run_match"
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    matched_id: Mapped[str] = mapped_column(primary_key=True)
    probability: Mapped[float]


class AssignmentRow(Base):
    """Where a run put a snippet. `sentiment` and `intent` are the run's, as the heads that judged it; `pinned`: a person's decision put it there."""

    __tablename__ = "assignment"
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    snippet_id: Mapped[str] = mapped_column(Id, ForeignKey("snippet.id", ondelete="CASCADE"), primary_key=True, index=True)
    theme_id: Mapped[str | None] = mapped_column(Id)
    ask_id: Mapped[str | None] = mapped_column(Id)
    strength: Mapped[float]
    sentiment: Mapped[float]
    intent: Mapped[str | None]
    pinned: Mapped[bool]
    counted: Mapped[bool] = mapped_column(server_default=true())

    # Quotes are read by these: a theme's, or all, the surest first.
    __table_args__ = (Index("ix_assignment_theme", "theme_id", "run_id", "strength"), Index("ix_assignment_strength", "run_id", "strength"))


class DecisionRow(Base):
    """What a person decided of snippets or themes: a constraint on every later run until it is undone. `snippets` holds the snippets it speaks of."""

    __tablename__ = "decision"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sequence: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str]
    theme_id: Mapped[str | None] = mapped_column(Id, index=True)
    into_id: Mapped[str | None] = mapped_column(Id, index=True)
    snippets: Mapped[list[Any]]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)


class ThemeEventRow(Base):
    """The ledger of identity: what happened to a theme in a run, by the machine or by whom, with the counts behind it. It outlives the runs."""

    __tablename__ = "theme_event"
    run_id: Mapped[str] = mapped_column(Id, primary_key=True)
    theme_id: Mapped[str] = mapped_column(Id, ForeignKey("theme.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    made_by: Mapped[str]
    happened_at: Mapped[datetime]
    others: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]


class RunAccountRow(Base):
    """An account as one run saw it, with its health: `figures` in the API's shape, `brief` what of them accounts are narrowed and sorted by."""

    __tablename__ = "run_account"
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    account: Mapped[str] = mapped_column(Id, primary_key=True)
    figures: Mapped[dict[str, Any]]
    brief: Mapped[dict[str, Any] | None] = mapped_column(Json)


class RunExposureRow(Base):
    """One exposure table of a run, `by` theme, area, segment or portfolio: `figures` are its rows in the API's shape."""

    __tablename__ = "run_exposure"
    run_id: Mapped[str] = mapped_column(Id, ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    by: Mapped[str] = mapped_column(Id, primary_key=True)
    figures: Mapped[list[Any]]


class HealthOverrideRow(Base):
    """A person's word on an account's health, beside the machine's until it expires or somebody withdraws it; kept after that."""

    __tablename__ = "health_override"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account: Mapped[str] = mapped_column(Id, index=True)
    band: Mapped[str]
    score: Mapped[float | None]
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class HealthAlertRow(Base):
    """A fall of an account's health. The id comes from the account, the kind and the day the fall began, so that the same fall is one row."""

    __tablename__ = "health_alert"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    account: Mapped[str] = mapped_column(Id, index=True)
    kind: Mapped[str]
    began_on: Mapped[date]
    as_of: Mapped[datetime]
    raised_at: Mapped[datetime] = mapped_column(index=True)
    run_id: Mapped[str] = mapped_column(Id)
    score: Mapped[float]
    band: Mapped[str]
    score_before: Mapped[float]
    band_before: Mapped[str]
    reasons: Mapped[list[Any]]


class HealthWeightsRow(Base):
    """Weights that a backtest proposed, with its figures. They count from the refresh after a person accepts them until the acceptance is withdrawn or
    another proposal is accepted."""

    __tablename__ = "health_weights"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    weights: Mapped[dict[str, Any]]
    backtest: Mapped[dict[str, Any]]
    proposed_at: Mapped[datetime]
    accepted_by: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]


class ThemeStatusRow(Base):
    """Since when a theme has which status, as people set it: what a past day is judged by."""

    __tablename__ = "theme_status"
    theme_id: Mapped[str] = mapped_column(Id, ForeignKey("theme.id"), primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(primary_key=True)
    status: Mapped[str]
    made_by: Mapped[str]
    reason: Mapped[str | None] = mapped_column(Text)


class ThemeLinkRow(Base):
    """An issue elsewhere that a theme is worked on in: its web address and what it is called there."""

    __tablename__ = "theme_link"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    theme_id: Mapped[str] = mapped_column(Id, ForeignKey("theme.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    title: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class ThemeToldRow(Base):
    """An account that asked for what a theme asks for, and that somebody told that it shipped."""

    __tablename__ = "theme_told"
    theme_id: Mapped[str] = mapped_column(Id, ForeignKey("theme.id"), primary_key=True)
    account: Mapped[str] = mapped_column(Id, primary_key=True)
    told_by: Mapped[str]
    told_at: Mapped[datetime]
