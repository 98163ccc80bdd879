"""Load the books: what the company knows of its accounts, deals and features on one day."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from statistics import median

from sqlalchemy.orm import Session

from voc.db.accounts import list_facts, load_arr_book
from voc.db.features import list_features
from voc.db.fx_rates import load_fx
from voc.db.matches import ThemeMatch
from voc.db.opportunities import list_opportunities
from voc.domain.accounts import AccountFacts
from voc.domain.catalogue import Catalogue, FeatureMatch
from voc.domain.deals import deal_on
from voc.domain.exposure import Books


def load_books(session: Session, day: date, known_on: date, currency: str, matches: Iterable[ThemeMatch] = ()) -> Books:
    """The books on a day as they are known on another, in the currency; `matches` say which features and opportunities belong to which theme."""
    fx = load_fx(session, currency)
    arr = load_arr_book(session, fx)
    accounts, opportunities = list_facts(session, day, arr), list_opportunities(session)
    found = list(matches)
    return Books(
        day=day,
        currency=currency,
        accounts=accounts,
        arr=arr,
        parents={key: a.parent for key, a in accounts.items() if a.parent is not None},
        deals={o.opportunity_id: deal_on(o, day, known_on, fx) for o in opportunities},
        named=_named(found),
        catalogue=Catalogue(list_features(session), _matched(found), _order_plans(accounts.values())),
    )


def _matched(matches: Iterable[ThemeMatch]) -> Mapping[str, FeatureMatch]:
    return {m.theme_id: FeatureMatch(m.matched_id, m.probability) for m in matches if m.kind == "feature"}


def _named(matches: Iterable[ThemeMatch]) -> Mapping[str, frozenset[str]]:
    named: dict[str, set[str]] = {}
    for match in matches:
        if match.kind == "opportunity":
            named.setdefault(match.theme_id, set()).add(match.matched_id)
    return {theme: frozenset(opportunities) for theme, opportunities in named.items()}


def _order_plans(accounts: Iterable[AccountFacts]) -> list[str]:
    paid: dict[str, list[Decimal]] = {}
    for account in accounts:
        if account.plan and account.arr is not None and account.status == "active":
            paid.setdefault(account.plan, []).append(account.arr)
    return sorted(paid, key=lambda plan: (median(paid[plan]), plan))
