"""Load the books: what the company knows of its accounts, deals and features on one day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from voc.db.accounts import list_facts, load_arr_book
from voc.db.features import list_features
from voc.db.fx_rates import load_fx
from voc.db.imported import read_imported
from voc.db.matches import ThemeMatch
from voc.db.opportunities import list_opportunities
from voc.domain.catalogue import Catalogue, FeatureMatch
from voc.domain.deals import deal_on
from voc.domain.exposure import Books
from voc.domain.plans import find_ladder


def load_books(session: Session, day: date, known_on: date, currency: str, matches: Iterable[ThemeMatch] = (), plans: str = "") -> Books:
    """The books on a day as they are known on another, in the currency; `matches` say which features and opportunities belong to which theme,
    `plans` their order where the setting gives one."""
    said = tuple(matches)
    return read_imported(session, (day, known_on, currency, said, plans), lambda: _read_books(session, day, known_on, currency, said, plans))


def _read_books(session: Session, day: date, known_on: date, currency: str, matches: Sequence[ThemeMatch], plans: str) -> Books:
    fx = load_fx(session, currency)
    arr = load_arr_book(session, fx)
    accounts, opportunities = list_facts(session, day, arr), list_opportunities(session)
    return Books(
        day=day,
        currency=currency,
        accounts=accounts,
        arr=arr,
        parents={key: a.parent for key, a in accounts.items() if a.parent is not None},
        deals={o.opportunity_id: deal_on(o, day, known_on, fx) for o in opportunities},
        named=_named(matches),
        catalogue=Catalogue(list_features(session), _matched(matches), find_ladder(plans, accounts.values())),
    )


def _matched(matches: Iterable[ThemeMatch]) -> Mapping[str, FeatureMatch]:
    return {m.theme_id: FeatureMatch(m.matched_id, m.probability) for m in matches if m.kind == "feature"}


def _named(matches: Iterable[ThemeMatch]) -> Mapping[str, frozenset[str]]:
    named: dict[str, set[str]] = {}
    for match in matches:
        if match.kind == "opportunity":
            named.setdefault(match.theme_id, set()).add(match.matched_id)
    return {theme: frozenset(opportunities) for theme, opportunities in named.items()}
