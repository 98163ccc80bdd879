"""Query parameters. A parameter that a list does not know is an error: a filter with a typing error must not show everything."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from voc.domain.catalogue import Verdict
from voc.domain.decisions import Kind as DecisionKind
from voc.domain.evidence import end_of_day
from voc.domain.feedback import Kind
from voc.domain.inbox import InboxFilter, Order, Tab
from voc.domain.name_lists import split_names
from voc.domain.roles import Principal
from voc.domain.scope import Scope
from voc.errors import RowError
from voc.sources import dates
from voc.usecases.shared.score_themes import EvidenceFilter


def _split(value: Any) -> Any:
    """`a,b` and `a&...=b` alike; an empty part is nothing."""
    return split_names(map(str, value)) if isinstance(value, list) else value


def _moment(value: Any) -> datetime:
    try:
        found = dates.moment({"since": value}, "since", datetime.now(UTC).date())
    except RowError as error:
        raise ValueError(error.reason) from None
    if found is None:
        raise ValueError("is empty; expected a date or a time")
    return found


def _last_moment(value: Any) -> datetime:
    """A day means its end."""
    found = _moment(value)
    return end_of_day(found.date()) if len(str(value).strip()) <= len("2026-08-01") else found


Name = Annotated[str, Field(max_length=500)]
Names = Annotated[list[Name], BeforeValidator(_split), Field(max_length=100)]
Kinds = Annotated[list[Kind], BeforeValidator(_split)]
Scopes = Annotated[list[Scope], BeforeValidator(_split)]
Verdicts = Annotated[list[Verdict], BeforeValidator(_split)]
Since = Annotated[datetime, BeforeValidator(_moment)]
AsOf = Annotated[datetime, BeforeValidator(_last_moment)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 1, 1))]
Words = Annotated[str, Field(max_length=200)]
Amount = Annotated[Decimal, Field(max_digits=20)]


class Params(BaseModel):
    """No parameters at all; the base of the others."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class PageParams(Params):
    """A page of a list."""

    limit: int = Field(25, ge=1, le=100, description="Rows of this page.")
    cursor: str | None = Field(None, max_length=2_000, description="`next_cursor` of the page before, with the same filters.")

    def filters(self, path: str) -> str:
        """A hash of the list and its filters, which a cursor is bound to."""
        said = path + self.model_dump_json(exclude={"limit", "cursor"})
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


class EvidenceParams(Params):
    """Which evidence counts. With any of these the figures are made anew over that evidence."""

    segment: Names = Field([], description='Accounts of these segments; several by comma, one that holds a comma in double quotes: "Mid, large".')
    source: Names = Field([], description="Feedback from these sources; several by comma.")
    kind: Kinds = Field([], description="Feedback of these kinds; several by comma.")
    since: Since | None = Field(None, description="Feedback from this day (2026-08-01) or time (RFC 3339) on, instead of the last 365 days.")
    as_of: AsOf | None = Field(None, description="The table as of the end of this day (2026-08-01) or of this time: feedback up to it, ARR and renewals of it.")

    @property
    def evidence(self) -> EvidenceFilter:
        """The filter that scoring knows."""
        return EvidenceFilter(sources=tuple(self.source), kinds=tuple(self.kind), segments=tuple(self.segment), since=self.since, as_of=self.as_of)


class RankingParams(EvidenceParams):
    """Filters of the ranked themes."""

    scope: Scopes = Field([], description="one_off, concentrated, emerging, scalable; several by comma.")
    catalogue: Verdicts = Field([], description="gap, released, higher_plan, planned, problem; several by comma.")
    status: Names = Field([], description="What people decided, e.g. new; several by comma.")
    owner: Names = Field([], description="Whose they are; nobody: those without an owner; several by comma.")
    pinned: bool | None = Field(None, description="true: only what people pinned; false: only the others.")
    area: Names = Field([], description="Themes of these areas (`thm_...`, see `/areas`); several by comma.")
    arr_gte: Amount | None = Field(None, alias="affected_arr[gte]", description="Affected ARR at least this, in the reporting currency.")
    arr_lte: Amount | None = Field(None, alias="affected_arr[lte]", description="Affected ARR at most this.")
    sort: str = Field("-score", max_length=50, description="score, affected_arr, mentions, accounts, label, ...; - before it: falling.")
    q: Words = Field("", description="Words that all stand in the label or the key phrases.")
    weights: str = Field("", max_length=500, description="Rank by these weights, e.g. affected_arr:50,reach:10; others keep theirs. Nothing is stored.")
    corrected: Literal["coverage"] | None = Field(
        None, description="coverage: voices of segments that speak little weigh more in the score, so that the heard stand for all. ARR columns stay."
    )


class CompareParams(EvidenceParams):
    """Which themes to compare."""

    theme: Names = Field(description="Two to four themes (`thm_...`); several by comma.")


class ViewsParams(PageParams):
    """A page of saved views."""

    page: Name | None = Field(None, description="Views of this page (/themes).")


class ExposureParams(EvidenceParams, PageParams):
    """A page of the exposure table."""

    by: Literal["theme", "area", "segment", "portfolio"] = Field("portfolio", description="What a row is: theme, area, segment, portfolio.")


class ThemesParams(RankingParams, PageParams):
    """A page of the ranked themes."""


class PeriodParams(Params):
    """From a day to a day."""

    since: Day | None = Field(None, description="From this day (2026-08-01) on; else twelve months.")
    as_of: Day | None = Field(None, description="As of the end of this day, at its rates; else as of the current ranking.")


class RetentionParams(PeriodParams):
    """The retention table."""

    by: Literal["month", "segment", "cohort"] = Field("month", description="What a row is: month, segment, or cohort, the quarter of the account's start.")


class MovementsParams(RetentionParams, PageParams):
    """A page of the accounts behind a row of the retention table."""

    key: Name | None = Field(None, description="The row's key. Without it the whole table.")
    unknown: bool = Field(False, description="true: the row without a key, of the accounts whose segment or start is not known.")


class ThemeEvidenceParams(EvidenceParams, PageParams):
    """A page of what is behind a theme."""


class QuotesParams(ThemeEvidenceParams):
    """A page of a theme's quotes."""

    ask: Name | None = Field(None, description="Quotes of this ask (`ask_...`).")
    account: Name | None = Field(None, description="Quotes of this account (`acc_...`).")
    counted: bool = Field(True, description="false: the quotes that may belong to the theme and count in no figure.")


class FeedbackParams(PageParams):
    """A page of feedback."""

    source: Names = Field([], description="From these sources; several by comma.")
    kind: Kinds = Field([], description="Of these kinds; several by comma.")
    account: Name | None = Field(None, description="Of this account (`acc_...`).")
    since: Since | None = Field(None, description="From this day or time on.")
    q: Words = Field("", description="Words that all stand in one point of the item, as customers said them.")
    tag: Words = Field("", description="Of items with this tag, given by people or imported.")


class InboxParams(PageParams):
    """A page of the inbox."""

    tab: Tab = Field("all", description="mine: of accounts that you look after; unassigned: that nobody does; assigned: given to you; all.")
    source: Names = Field([], description="From these sources; several by comma.")
    kind: Kinds = Field([], description="Of these kinds; several by comma.")
    segment: Names = Field([], description="Of accounts of these segments; several by comma, one that holds a comma in double quotes.")
    account: Name | None = Field(None, description="Of this account (`acc_...`).")
    theme: Name | None = Field(None, description="That the run put in this theme (`thm_...`); none: in no theme.")
    new: bool = Field(False, description="true: only what came since you did anything last before today.")
    sort: Order = Field("doubt", description="doubt: the least sure first; stake: the most ARR that your word may add first; newest.")

    def which(self, reader: Principal) -> InboxFilter:
        """The filter that the inbox knows."""
        unthemed = self.theme == "none"
        return InboxFilter(
            reader.id, reader.email, self.tab, self.source, self.kind, self.segment, self.account, None if unthemed else self.theme, unthemed=unthemed
        )


class UntagParams(Params):
    """What a tag is taken off."""

    feedback: Names = Field([], description="Off these items (`fbk_...`); several by comma. Without it off all.")


class NotesParams(PageParams):
    """A page of notes."""

    on: Name | None = Field(None, description="On this snippet (`snp_...`) or theme (`thm_...`).")
    names_me: bool = Field(False, description="true: those that name you.")
    unread: bool = Field(False, description="true: of those that name you, what you have not read.")


class SearchParams(EvidenceParams, PageParams):
    """A page of what was found."""

    q: Words = Field("", description="What a customer might say: its words, and what means the same.")
    like: Name | None = Field(None, description="What means the same as this snippet (`snp_...`).")


class DecisionsParams(PageParams):
    """A page of decisions."""

    theme: Name | None = Field(None, description="Decisions that speak of this theme (`thm_...`).")
    kind: Annotated[list[DecisionKind], BeforeValidator(_split)] = Field([], description="move, confirm, ignore, merge, split, dismiss; several by comma.")


class ChangesParams(PageParams):
    """A page of the audit log."""

    actor: Name | None = Field(None, description="Changes by this user or key (`usr_...`, `key_...`).")
    noun: Name | None = Field(None, description="Changes of this theme, account, user, key (its id).")
    kind: Names = Field([], description="Of these kinds, such as theme.edited; several by comma.")
    since: Since | None = Field(None, description="From this day or time on.")
    until: AsOf | None = Field(None, description="Up to the end of this day, or this time.")


class JobsParams(PageParams):
    """A page of jobs."""

    kind: Names = Field([], description="Of these kinds, such as import, refresh; several by comma.")


class AccountsParams(PageParams):
    """A page of accounts."""

    segment: Names = Field([], description="Of these segments; several by comma, one that holds a comma in double quotes.")
    band: Names = Field([], description="healthy, watch, at_risk, as it stands: a person's word before the machine's; several by comma.")
    owner: Names = Field([], description="Looked after by these (`csm_email`); several by comma.")
    status: Names = Field([], description="active, trial, churned; several by comma.")
    plan: Names = Field([], description="Of these plans; several by comma, one that holds a comma in double quotes.")
    arr_gte: Amount | None = Field(None, alias="arr[gte]", description="ARR at least this, in the reporting currency.")
    renews_within: int | None = Field(None, ge=0, le=3_650, description="Renews within so many days of the ranking's day.")
    advocate: bool | None = Field(None, description="true: only those that would speak for us; false: only the others.")
    expansion: bool | None = Field(None, description="true: only those that may buy more; false: only the others.")
    sort: str = Field("-arr", max_length=50, description="arr, health, name, renews_on, mentions, last_contact; - before it: falling.")
    q: Words = Field("", description="Words in the name or the company's own id.")


class LeadsParams(PageParams):
    """A page of expansion leads."""

    owner: Names = Field([], description="Of accounts looked after by these (`csm_email`); several by comma.")
    plan: Names = Field([], description="Whose account needs one of these plans; several by comma, one that holds a comma in double quotes.")
    segment: Names = Field([], description="Of accounts of these segments; several by comma, one that holds a comma in double quotes.")


class AlertsParams(PageParams):
    """A page of alerts."""

    account: Name | None = Field(None, description="Of this account (`acc_...`).")
    owner: Names = Field([], description="Of accounts looked after by these (`csm_email`); several by comma.")
    since: Since | None = Field(None, description="Raised from this day or time on.")


class TimelineParams(PageParams):
    """A page of an account's timeline."""

    type: Names = Field([], description="feedback, opportunity, arr, signal, alert; several by comma.")
    since: Since | None = Field(None, description="From this day or time on.")


class ReviewParams(Params):
    """Which review of an account."""

    quarter: str | None = Field(None, max_length=10, description="YYYY-Qn; else the last one that the ranking covers whole.")
