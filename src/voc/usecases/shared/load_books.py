"""Load the books: what the company knows of its accounts, deals and features on one day."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from voc.db.accounts import list_facts, load_arr_book
from voc.db.features import list_features
from voc.db.fx_rates import load_fx
from voc.db.imported import read_imported
from voc.db.matches import ThemeMatch, list_matches
from voc.db.opportunities import list_opportunities
from voc.db.runs import Run
from voc.domain.catalogue import Catalogue, FeatureMatch
from voc.domain.deals import deal_on
from voc.domain.exposure import Books
from voc.domain.plans import find_ladder


def plans_of(run: Run) -> str:
    """The order of plans that the run was begun with; one that an older version began names none."""
    return str(run.settings.get("plans", ""))


def load_run_books(session: Session, run: Run, day: date) -> Books:
    """The books on a day as the run goes by them: in its currency, known when it began, with what it matched and its order of plans. Read once until anything
    is imported, for every page that shows accounts asks for them."""

    def read() -> Books:
        return load_books(session, day, run.started_at.date(), str(run.settings["reporting_currency"]), list_matches(session, run.id), plans_of(run))

    return read_imported(session, ("books", run.id, day), read)


def load_books(session: Session, day: date, known_on: date, currency: str, matches: Iterable[ThemeMatch] = (), plans: str = "") -> Books:
    """The books on a day as they are known on another, in the currency; `matches` say which features and opportunities belong to which theme,
    `plans` their order where the setting gives one."""
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
        catalogue=Catalogue(list_features(session), _matched(found), find_ladder(plans, accounts.values())),
    )


def _matched(matches: Iterable[ThemeMatch]) -> Mapping[str, FeatureMatch]:
    return {m.theme_id: FeatureMatch(m.matched_id, m.probability) for m in matches if m.kind == "feature"}


def _named(matches: Iterable[ThemeMatch]) -> Mapping[str, frozenset[str]]:
    named: dict[str, set[str]] = {}
    for match in matches:
        if match.kind == "opportunity":
            named.setdefault(match.theme_id, set()).add(match.matched_id)
    return {theme: frozenset(opportunities) for theme, opportunities in named.items()}
