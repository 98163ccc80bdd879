"""List accounts: those of the current run with their health, narrowed and sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from voc.db.health_overrides import list_standing_overrides
from voc.db.run_accounts import AccountBrief, find_run_accounts, get_run_account, list_briefs
from voc.db.runs import Run, find_current_run
from voc.db.themes import list_standings
from voc.domain.accounts import is_owned
from voc.domain.health import HealthOverride
from voc.domain.themes import CLOSED
from voc.rendering import shapes
from voc.usecases.themes.list_themes import find_sort

SORTS: Mapping[str, Callable[[AccountBrief], Any]] = {
    "arr": lambda a: a.arr,
    "health": lambda a: a.score,
    "name": lambda a: a.name.lower(),
    "renews_on": lambda a: a.renews_on,
    "mentions": lambda a: a.mentions,
    "last_contact": lambda a: a.last_contact,
}


@dataclass(frozen=True, slots=True)
class AccountQuery:
    """Which accounts, in which order: every field that is given narrows. A band is the one that stands, a person's before the machine's, and only customers are
    in one. `renews_within`: days from the run's day on; `first`: whose accounts come before all others, by e-mail address."""

    segments: Sequence[str] = ()
    bands: Sequence[str] = ()
    owners: Sequence[str] = ()
    statuses: Sequence[str] = ()
    plans: Sequence[str] = ()
    least_arr: Decimal | None = None
    renews_within: int | None = None
    advocate: bool | None = None
    expansion: bool | None = None
    words: str = ""
    sort: str = "-arr"
    first: str | None = None


EVERY = AccountQuery()


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account that fits, and the band that a customer's health stands in; None of one that has left, or is yet to come."""

    brief: AccountBrief
    band: str | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The accounts that were `found`, in order, of everyone in the run."""

    found: Sequence[FoundAccount]
    everyone: Sequence[AccountBrief]


def find_accounts(session: Session, run: Run, query: AccountQuery = EVERY) -> Portfolio:
    """The accounts of the run that fit, sorted. Raises InputError for a sort that is none."""
    order, day = find_sort(query.sort, SORTS), run.as_of.date()
    overrides, everyone = list_standing_overrides(session, datetime.now(UTC)), list_briefs(session, run.id)
    found = [FoundAccount(brief, _band_of_customer(brief, overrides.get(brief.id), day)) for brief in everyone]
    fitting = {one.brief.id: one for one in found if _fits(one, query, day)}
    ordered = [fitting[brief.id] for brief in order([one.brief for one in fitting.values()])]
    first = [query.first] if query.first else []
    return Portfolio(sorted(ordered, key=lambda one: not is_owned(one.brief.csm_email, first)), everyone)


def _fits(one: FoundAccount, query: AccountQuery, day: date) -> bool:
    a = one.brief
    return (
        (not query.segments or a.segment in query.segments)
        and (not query.bands or one.band in query.bands)
        and (not query.owners or is_owned(a.csm_email, query.owners))
        and (not query.statuses or a.status in query.statuses)
        and (not query.plans or a.plan in query.plans)
        and (query.least_arr is None or (a.arr is not None and a.arr >= query.least_arr))
        and (query.renews_within is None or (a.renews_on is not None and 0 <= (a.renews_on - day).days <= query.renews_within))
        and query.advocate in (None, a.advocate)
        and query.expansion in (None, a.expansion)
        and query.words.lower() in f"{a.name} {a.account_id}".lower()
    )


def _band_of_customer(account: AccountBrief, override: HealthOverride | None, day: date) -> str | None:
    """It is no more at risk, or not yet, where it is no customer."""
    come = account.started_on is None or account.started_on <= day
    return (override.band if override else account.band) if come and account.status != "churned" else None


def load_accounts(session: Session, run: Run, ids: Sequence[str]) -> list[Mapping[str, Any]]:
    """These accounts of the run in the API's shape, in their order."""
    overrides, figures = list_standing_overrides(session, datetime.now(UTC)), find_run_accounts(session, run.id, ids)
    themes = list_standings(session, run.id, sorted({theme["id"] for one in figures.values() for theme in one["themes"]}))
    return [_complete(figures[key], overrides.get(key), themes) for key in ids]


def list_accounts(session: Session, query: AccountQuery = EVERY) -> list[Mapping[str, Any]]:
    """Every account of the current run that fits, in the API's shape, sorted; empty before the first refresh."""
    run = find_current_run(session)
    return load_accounts(session, run, [one.brief.id for one in find_accounts(session, run, query).found]) if run else []


def get_account(session: Session, run_id: str, account: str) -> Mapping[str, Any]:
    """One account in a run, with what a person says of its health now and where its themes stand. Raises NotFoundError."""
    override, figures = list_standing_overrides(session, datetime.now(UTC)).get(account), get_run_account(session, run_id, account)
    return _complete(figures, override, list_standings(session, run_id, [theme["id"] for theme in figures["themes"]]))


def _complete(figures: Mapping[str, Any], override: HealthOverride | None, standings: Mapping[str, tuple[str, str | None]]) -> Mapping[str, Any]:
    """A run's figures with what holds now beside them. A run of an older version judged no growth."""
    unjudged = {"holds": False, "reasons": [], "quotes": []}
    themes = [{**theme, **dict(zip(("status", "scope"), standings.get(theme["id"], ("new", None)), strict=True))} for theme in figures["themes"]]
    return {
        "advocate": unjudged,
        "expansion": unjudged,
        **figures,
        "health": shapes.standing_health(figures["health"], override),
        "themes": themes,
        "open_themes": sum(theme["status"] not in CLOSED for theme in themes),
    }
