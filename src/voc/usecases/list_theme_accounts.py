"""List the accounts behind a theme's ARR."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from voc.db.mentions import count_by_account
from voc.db.run_accounts import find_run_accounts
from voc.db.runs import Run
from voc.db.themes import get_run_theme
from voc.rendering import shapes
from voc.usecases.score_themes import EvidenceFilter, score_themes, window_for


def list_theme_accounts(session: Session, run: Run, theme_id: str, which: EvidenceFilter) -> list[Mapping[str, Any]]:
    """Each account that raised the theme, the largest ARR first; their ARR adds up to the theme's `affected_arr`. Raises NotFoundError."""
    get_run_theme(session, run.id, theme_id)
    counts, arr = _count(session, run, theme_id, which)
    figures = find_run_accounts(session, run.id, sorted(counts))
    rows = [_row(found, counts[key], arr.get(key, found["arr"]), theme_id) for key, found in figures.items()]
    return sorted(rows, key=lambda row: (row["arr"] is None, -float(row["arr"]["amount"]) if row["arr"] else 0.0, row["id"]))


def _count(session: Session, run: Run, theme_id: str, which: EvidenceFilter) -> tuple[Mapping[str, int], Mapping[str, Any]]:
    """Mentions by `acc_` id; and the ARR of narrowed evidence, which is read anew: what the run published belongs to the whole."""
    if which.is_all:
        window = window_for(run, which)
        return count_by_account(session, run.id, theme_id, window.since, window.as_of), {}
    for ranked in score_themes(session, run, which):
        if ranked.theme.id == theme_id:
            known = ranked.evidence.accounts
            currency = ranked.impact.affected_arr.currency
            mentions = ranked.evidence.mentions_by_account
            return {key: mentions[key] for key in known}, {key: shapes.arr_of(facts, currency) for key, facts in known.items()}
    return {}, {}


def _row(figures: Mapping[str, Any], mentions: int, arr: Mapping[str, Any] | None, theme_id: str) -> Mapping[str, Any]:
    health = figures["health"]
    return {
        "id": figures["id"],
        "object": "theme_account",
        "theme_id": theme_id,
        "account_id": figures["account_id"],
        "name": figures["name"],
        "arr": arr,
        "mentions": mentions,
        "segment": figures["segment"],
        "status": figures["status"],
        "renews_on": figures["renews_on"],
        "owner": figures["csm_email"],
        "health": {"score": health["score"], "band": health["band"]},
    }
