"""Domain values with as little said as a test needs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from voc.domain.accounts import AccountFacts, account_key
from voc.domain.evidence import Mention, ThemeEvidence, gather_evidence, window_before

AS_OF = datetime(2026, 10, 31, 12, tzinfo=UTC)
WINDOW = window_before(AS_OF, 365)


def facts(account_id: str, arr: str | None = "1000", segment: str | None = "smb", renews_on: date | None = None, status: str = "active") -> AccountFacts:
    """An account with this yearly ARR in the reporting currency; None: unknown."""
    return AccountFacts(account_key(account_id), account_id, account_id, None if arr is None else Decimal(arr), segment, status=status, renews_on=renews_on)


def mention(
    snippet: str, account: str | None, days_ago: float = 30, theme: str | None = "thm_a", sentiment: float = 0.0, kind: str = "ticket", feedback: str = ""
) -> Mention:
    """A snippet about the theme, said so many days before AS_OF."""
    key = account_key(account) if account else None
    return Mention(snippet, feedback or f"fbk_{snippet}", theme, key, AS_OF - timedelta(days=days_ago), kind, "zendesk", sentiment)


def evidence(mentions: Sequence[Mention], *accounts: AccountFacts) -> ThemeEvidence:
    """The evidence of the one theme that the mentions are about."""
    (found,) = gather_evidence(mentions, {a.id: a for a in accounts}, WINDOW)
    return found


def raised_by(*accounts: AccountFacts, times: int = 1, days_ago: Sequence[float] = (30,)) -> ThemeEvidence:
    """A theme that each account raised `times` times on each of these days."""
    said = [mention(f"snp_{a.account_id}_{day}_{n}", a.account_id, day) for a in accounts for day in days_ago for n in range(times)]
    return evidence(said, *accounts)
