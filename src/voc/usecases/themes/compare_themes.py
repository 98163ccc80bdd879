"""Compare themes: who raised which, what they pay together, each account once, and what those pay who raised them all."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from voc.db.mentions import list_mentions
from voc.db.runs import Run
from voc.domain.evidence import Mention, gather_evidence
from voc.domain.exposure import Books, last_said, measure_exposure
from voc.errors import InputError
from voc.rendering import shapes
from voc.usecases.shared.load_books import load_run_books
from voc.usecases.shared.score_themes import EvidenceFilter, window_for
from voc.usecases.themes.get_theme import get_theme

FEWEST, MOST = 2, 4


def compare_themes(session: Session, run: Run, theme_ids: Sequence[str], which: EvidenceFilter) -> shapes.Shape:
    """The themes side by side in the API's shape. Raises InputError for fewer than 2 or more than 4 themes, NotFoundError for one that is none."""
    wanted = list(dict.fromkeys(theme_ids))
    if not FEWEST <= len(wanted) <= MOST:
        raise InputError(f"theme: name {FEWEST} to {MOST} themes to compare")
    themes = [get_theme(session, run, theme_id, which) for theme_id in wanted]
    window = window_for(run, which)
    books = load_run_books(session, run, window.day)
    if which.segments:
        books = books.within({key: facts for key, facts in books.accounts.items() if facts.segment in which.segments})
    said = list_mentions(session, run.id, window.as_of, which.sources, which.kinds, themes=wanted)
    if which.segments:
        said = [m for m in said if m.account in books.come]
    evidence = {e.theme_id: e for e in gather_evidence(said, books.come, window)}
    mentions = [m for e in evidence.values() for m in e.mentions]
    counts = {theme_id: dict(evidence[theme_id].mentions_by_account) if theme_id in evidence else {} for theme_id in wanted}
    everywhere = set.intersection(*(set(found) for found in counts.values()))
    return {
        "object": "comparison",
        "themes": themes,
        "together": _exposure(mentions, books),
        "in_all": _exposure([m for m in mentions if m.account in everywhere], books),
        "accounts": _list_accounts(counts, books),
        "segments": _list_segments(counts, books),
        "run_id": run.id,
        "as_of": shapes.moment(window.as_of),
    }


def _exposure(mentions: Sequence[Mention], books: Books) -> shapes.Shape:
    found = measure_exposure(last_said(mentions), (), books)
    total = found.affected_arr
    renewing = shapes.money(found.renewing_arr_90d.money)
    return {"accounts": len(found.accounts), "affected_arr": shapes.money(total.money), "unknown_arr_accounts": total.unknown, "renewing_arr_90d": renewing}


def _list_accounts(counts: dict[str, dict[str, int]], books: Books) -> list[shapes.Shape]:
    """Each account once, with its mentions by theme: those that raised the most of the themes first, then the largest."""
    rows: list[tuple[Any, shapes.Shape]] = []
    for key in sorted(set().union(*counts.values())):
        facts, mentions = books.accounts[key], {theme_id: found[key] for theme_id, found in counts.items() if key in found}
        shape = {
            "id": key,
            "account_id": facts.account_id,
            "name": facts.name,
            "arr": shapes.arr_of(facts, books.currency),
            "segment": facts.segment,
            "renews_on": shapes.day(facts.renews_on),
            "owner": facts.csm_email,
            "mentions": mentions,
        }
        rows.append(((-len(mentions), facts.arr is None, -(facts.arr or Decimal(0)), key), shape))
    return [shape for _, shape in sorted(rows, key=lambda row: row[0])]


def _list_segments(counts: dict[str, dict[str, int]], books: Books) -> list[shapes.Shape]:
    """How many accounts of each segment raised each theme."""
    names = sorted({books.accounts[key].segment or "" for found in counts.values() for key in found})
    return [
        {"segment": name or None, "accounts": {t: sum((books.accounts[key].segment or "") == name for key in found) for t, found in counts.items()}}
        for name in names
    ]
