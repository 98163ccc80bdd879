"""Load the books: what the company knows of its accounts and deals on one day."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from voc.db.accounts import list_facts, load_arr_book
from voc.db.fx_rates import load_fx
from voc.db.opportunities import list_opportunities
from voc.domain.deals import deal_on
from voc.domain.exposure import Books
from voc.domain.themes import Theme
from voc.usecases.match_opportunities import match_opportunities


def load_books(session: Session, day: date, known_on: date, currency: str, themes: Mapping[str, Theme]) -> Books:
    """The books on a day as they are known on another, in the currency; `themes` are those that opportunities may name."""
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
        named=match_opportunities(opportunities, themes),
    )
