"""What an account's ARR history tells of a day: whether it was a customer, when it renewed next, and what it paid before it left.

`changes` are those of one account, the earliest first. Where the history is silent, what the account's own row states stands.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from voc.domain.accounts import ArrBook, ArrChange


def status_on(changes: Sequence[ArrChange], stated: str, day: date) -> str:
    """active, churned or trial on a day. An account that left later was still a customer then; one that its row calls churned left at an unknown day where no
    change says when."""
    if _left_on(changes, stated, day) is not None:
        return "churned"
    left_later = any(leaves(change, stated) for change in changes)
    return "active" if stated == "churned" and left_later else stated


def leaves(change: ArrChange, stated: str) -> bool:
    """Whether the account left with this change. A change to nothing without a word is a leaving only where the row says that the account left."""
    return change.reason == "churn" or (change.arr <= 0 and change.reason != "new" and stated == "churned")


def renewal_on(changes: Sequence[ArrChange], stated: date | None, day: date) -> date | None:
    """The account's next renewal as it stood at the end of a day: the first renewal after it, or the stated one where that comes first or alone."""
    later = [change.effective_on for change in changes if change.reason == "renewal" and change.effective_on > day]
    if stated is not None and (stated >= day or not later):
        later.append(stated)
    return min(later, default=None)


def started_on(changes: Sequence[ArrChange], stated: date | None) -> date | None:
    """When the account became a customer: as stated, else its first change where that says `new`."""
    return stated or (changes[0].effective_on if changes and changes[0].reason == "new" else None)


def arr_before_churn(book: ArrBook, account: str, day: date) -> Decimal | None:
    """The ARR that an account which is churned on `day` had on its last day as a customer, at that day's rate; what its row states where no change tells when
    it left. None where no rate is known."""
    left = _left_on(book.changes(account), "churned", day)
    return book.on(account, day if left is None else left - timedelta(days=1))


def _left_on(changes: Sequence[ArrChange], stated: str, day: date) -> date | None:
    """The first day of the time without ARR that `day` lies in."""
    left: date | None = None
    for change in changes:
        if change.effective_on > day:
            break
        left = (left or change.effective_on) if leaves(change, stated) else None
    return left
