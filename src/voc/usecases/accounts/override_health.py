"""Override an account's health: a person's word, with a reason and an end, beside the machine's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.health_overrides import add_override, hold_override_lock, list_standing_overrides, withdraw_overrides
from voc.db.run_accounts import get_run_account
from voc.domain.changes import ChangeKind
from voc.domain.health import HealthOverride, read_override
from voc.domain.ids import new_id
from voc.errors import NotFoundError
from voc.usecases.shared.find_run import get_standing_run


def override_health(
    session: Session, account: str, band: str | None, score: float | None, reason: str, expires_at: datetime, who: str, now: datetime
) -> HealthOverride:
    """Say what an account's health is. What somebody said before is withdrawn by this, and kept; the same
    word of the same person again changes nothing. Raises NotFoundError for an account that is in no ranking,
    InputError for what cannot be."""
    hold_override_lock(session)
    get_run_account(session, get_standing_run(session).id, account)
    band_read, score_read, reason_read = read_override(band, score, reason, expires_at, now)
    stands = list_standing_overrides(session, now).get(account)
    if stands and (stands.band, stands.score, stands.reason, stands.expires_at, stands.made_by) == (band_read, score_read, reason_read, expires_at, who):
        return stands
    withdraw_overrides(session, account, who, now)
    override = HealthOverride(new_id("ovr"), account, band_read, score_read, reason_read, who, now, expires_at)
    add_override(session, override)
    add_change(session, ChangeKind.HEALTH_OVERRIDDEN, account, now, before=_facts(stands), after=_facts(override))
    return override


def withdraw_override(session: Session, account: str, who: str, now: datetime) -> None:
    """Let the machine's word stand alone again. Raises NotFoundError where nobody's stands."""
    hold_override_lock(session)
    stands = list_standing_overrides(session, now).get(account)
    if stands is None:
        raise NotFoundError(f"nobody overrides the health of {account} now")
    withdraw_overrides(session, account, who, now)
    add_change(session, ChangeKind.HEALTH_OVERRIDDEN, account, now, before=_facts(stands), after={})


def find_judgement(session: Session, account: str, now: datetime) -> Mapping[str, Any]:
    """What a person says of the account's health now, as the audit log notes it; empty where nobody does. Nobody else judges before this transaction ends."""
    hold_override_lock(session)
    return _facts(list_standing_overrides(session, now).get(account))


def _facts(override: HealthOverride | None) -> dict[str, Any]:
    if override is None:
        return {}
    return {"band": override.band, "score": override.score, "reason": override.reason, "expires_at": override.expires_at.isoformat()}
