"""How often somebody may try to sign in: per address of the network, and per account. Counted in the process, which costs no query and tells nothing."""

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from voc.errors import VocError

PER_ORIGIN = RateLimitItemPerMinute(30)
PER_ACCOUNT = RateLimitItemPerHour(100)


class TooManyError(VocError):
    """Too many tries."""


class Attempts:
    """The tries of the last hour."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, request: Request, account: str = "") -> None:
        """One more try from where the request came, and at this account. Raises TooManyError."""
        origin = request.client.host if request.client else "nowhere"
        limits: list[tuple[RateLimitItem, str]] = [(PER_ORIGIN, f"origin {origin}")]
        if account:
            limits.append((PER_ACCOUNT, f"account {account.strip().lower()[:254]}"))
        passed = [self._limiter.hit(limit, key) for limit, key in limits]  # every try counts against both
        if not all(passed):
            raise TooManyError("too many tries to sign in: wait a minute, or an hour if that does not help")
