"""List accounts: those of the current run with their health, narrowed and sorted."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from voc.db.run_accounts import list_run_accounts
from voc.db.runs import find_current_run
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
) -> list[Mapping[str, Any]]:
    """The accounts that fit, in the API's shape, sorted; empty before the first refresh. `run_id` pins a run. Raises InputError for a sort that is none."""
    order = find_sort(sort, SORTS)
    run = run_id or (current.id if (current := find_current_run(session)) else None)
    found = list_run_accounts(session, run) if run else []
    return order(
        [
            a
            for a in found
            if (not segments or a["segment"] in segments)
            and (not bands or a["health"]["band"] in bands)
            and (not owners or a["csm_email"] in owners)
            and words.lower() in f"{a['name']} {a['account_id']}".lower()
        ]
    )
