"""List the accounts behind a theme's ARR."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from voc.db.mentions import count_by_account
from voc.db.run_accounts import find_run_accounts
from voc.db.runs import Run
from voc.db.themes import get_run_theme
from voc.domain.arr_history import arr_before_churn
from voc.domain.exposure import Books
from voc.domain.money import Money
from voc.rendering import shapes
from voc.usecases.shared.find_quotes import quotes_within
from voc.usecases.shared.load_books import load_run_books
from voc.usecases.shared.score_themes import EvidenceFilter, window_for


def list_theme_accounts(session: Session, run: Run, theme_id: str, which: EvidenceFilter) -> list[Mapping[str, Any]]:
    """Each account that raised the theme, the largest ARR first; each column adds up to the theme's. Raises NotFoundError.

    What the run published of an account belongs to the whole; over narrowed evidence, and as of another day, the account is read anew.
    """
    get_run_theme(session, run.id, theme_id)
    window = window_for(run, which)
    spoke = count_by_account(session, run.id, quotes_within(run, which, theme_id=theme_id, counted=True))
    figures = find_run_accounts(session, run.id, sorted(spoke))
    books = load_run_books(session, run, window.day)
    rows = [_row(found if which.is_all else _on_that_day(found, books), *spoke[key], theme_id, books) for key, found in figures.items() if key in books.come]
    return sorted(rows, key=lambda row: (row["arr"] is None, -Decimal(row["arr"]["amount"]) if row["arr"] else Decimal(0), row["id"]))


def _on_that_day(figures: Mapping[str, Any], books: Books) -> Mapping[str, Any]:
    facts = books.accounts[figures["id"]]
    return {**figures, "arr": shapes.arr_of(facts, books.currency), "status": facts.status, "renews_on": shapes.day(facts.renews_on)}


def _row(figures: Mapping[str, Any], mentions: int, latest: datetime, theme_id: str, books: Books) -> Mapping[str, Any]:
    key, health = figures["id"], figures["health"]
    top = books.families[key]
    return {
        "id": key,
        "object": "theme_account",
        "theme_id": theme_id,
        "account_id": figures["account_id"],
        "name": figures["name"],
        "parent": top if top != key else None,
        "arr": figures["arr"],
        "arr_at_mention": _known(books.arr.on(key, latest.date()), books),
        "churned_arr": _known(arr_before_churn(books.arr, key, books.day), books) if figures["status"] == "churned" else None,
        "mentions": mentions,
        "last_mentioned_on": shapes.day(latest.date()),
        "segment": figures["segment"],
        "status": figures["status"],
        "renews_on": figures["renews_on"],
        "owner": figures["csm_email"],
        "health": {"score": health["score"], "band": health["band"]},
    }


def _known(amount: Decimal | None, books: Books) -> shapes.Shape | None:
    return shapes.money(Money(amount, books.currency)) if amount is not None else None
