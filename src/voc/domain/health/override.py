"""A person's word on an account's health: it stands beside the machine's until it expires or is withdrawn, and never in its place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voc.domain.health.formula import BANDS, band_of
from voc.errors import InputError

LONGEST = timedelta(days=366)
REASON_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class HealthOverride:
    """What a person says of an account: a band, or a score with its band; why, and until when. A withdrawn one stays, with who withdrew it."""

    id: str
    account: str
    band: str
    score: float | None
    reason: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it is neither withdrawn nor over."""
        return self.withdrawn_at is None and now < self.expires_at


def read_override(band: str | None, score: float | None, reason: str, expires_at: datetime, now: datetime) -> tuple[str, float | None, str]:
    """(band, score, reason) as they are kept. Raises InputError for what cannot be."""
    if band is not None and band not in BANDS:
        raise InputError(f"band: there is no '{band}'; expected one of {', '.join(BANDS)}")
    if (band is None) is (score is None):
        raise InputError("give either a band or a score: the score says its band")
    if score is not None and not 0 <= score <= 100:
        raise InputError("score: from 0 to 100")
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LIMIT or not reason.isprintable():
        raise InputError(f"reason: 1 to {REASON_LIMIT} printable characters")
    if not now < expires_at <= now + LONGEST:
        raise InputError(f"expires_on: a day from today on, within {LONGEST.days} days")
    kept = None if score is None else round(score, 1) + 0.0  # -0.0 is 0.0
    return (band or band_of(kept or 0.0), kept, reason)
