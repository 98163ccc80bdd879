"""List accounts: those of the current run with their health, narrowed and sorted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from voc.db.health_overrides import list_standing_overrides
from voc.db.run_accounts import get_run_account, list_run_accounts
from voc.db.runs import find_current_run
from voc.domain.accounts import is_owned
from voc.domain.health import HealthOverride
from voc.rendering import shapes
from voc.usecases.list_themes import find_sort

SORTS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "arr": lambda a: Decimal(a["arr"]["amount"]) if a["arr"] else None,
    "health": lambda a: a["health"]["score"],
    "name": lambda a: a["name"].lower(),
    "renews_on": lambda a: a["renews_on"],
    "mentions": lambda a: a["mentions"],
    "last_contact": lambda a: a["last_contact"],
}


def list_accounts(
    session: Session,
    *,
    segments: Sequence[str] = (),
    bands: Sequence[str] = (),
    owners: Sequence[str] = (),
    words: str = "",
    sort: str = "-arr",
    run_id: str | None = None,
    advocate: bool | None = None,
    expansion: bool | None = None,
) -> list[Mapping[str, Any]]:
    """The accounts that fit, in the API's shape, sorted; empty before the first refresh. `run_id` pins a run; a band is the one that stands, a person's before
    the machine's, and only customers are in one. Raises InputError for a sort that is none."""
    order = find_sort(sort, SORTS)
    run = run_id or (current.id if (current := find_current_run(session)) else None)
    overrides = list_standing_overrides(session, datetime.now(UTC))
    found = [_complete(figures, overrides.get(figures["id"])) for figures in list_run_accounts(session, run)] if run else []
    return order(
        [
            a
            for a in found
            if (not segments or a["segment"] in segments)
            and (not bands or band_of_customer(a) in bands)
            and (not owners or is_owned(a["csm_email"], owners))
            and advocate in (None, a["advocate"]["holds"])
            and expansion in (None, a["expansion"]["holds"])
            and words.lower() in f"{a['name']} {a['account_id']}".lower()
        ]
    )


def band_of_customer(account: Mapping[str, Any]) -> str | None:
    """The band of health that a customer is in; None of one that has left, or is yet to come: it is no more, or not yet, at risk."""
    started_on = account.get("started_on")
    come = started_on is None or started_on <= account["as_of"][:10]
    return str(account["health"]["standing"]["band"]) if come and account["status"] != "churned" else None


def get_account(session: Session, run_id: str, account: str) -> Mapping[str, Any]:
    """One account in a run, with what a person says of its health now. Raises NotFoundError."""
    return _complete(get_run_account(session, run_id, account), list_standing_overrides(session, datetime.now(UTC)).get(account))


def _complete(figures: Mapping[str, Any], override: HealthOverride | None) -> Mapping[str, Any]:
    """A run's figures with the override beside them. A run of an older version judged no growth."""
    unjudged = {"holds": False, "reasons": [], "quotes": []}
    return {"advocate": unjudged, "expansion": unjudged, **figures, "health": shapes.standing_health(figures["health"], override)}
