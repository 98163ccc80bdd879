"""Retention from the ARR history: net and gross revenue retention, logo churn, expansion, contraction and new ARR.

An account's ARR at a period's first moment (opening: the end of the day before) stands against that at its end (closing), as in the usual definitions:

    GRR = sum of min(opening, closing) / sum of opening
    NRR = sum of closing, of the accounts with an opening / sum of opening
    logo churn = accounts with an opening and no closing / accounts with an opening

So what fell and rose again within a period counts once, as what is left of it. All amounts are at the rates of one day, the last of the whole table (constant
currency): a currency that moves is neither expansion nor contraction, a month's closing is the next month's opening, and the last closing is the ARR that the
service shows for that day. Parents and children are accounts of their own: what moves from one to the other shows as churn here and expansion there.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from voc.domain.accounts import AccountFacts, ArrBook
from voc.domain.months import Month

NOTHING = Decimal(0)


class Move(StrEnum):
    """What became of an account's ARR between two days."""

    NEW = "new"  # also one that left before and is back
    EXPANSION = "expansion"
    CONTRACTION = "contraction"
    CHURN = "churn"
    SAME = "same"
    ABSENT = "absent"  # it paid nothing on either day
    UNKNOWN = "unknown"  # nobody told its ARR, no rate of its currency is known, or it left on a day that nobody told


@dataclass(frozen=True, slots=True)
class Period:
    """From the end of the day `opening` to the end of the day `closing`."""

    opening: date
    closing: date


@dataclass(frozen=True, slots=True)
class Movement:
    """One account in one period. Amounts in the reporting currency, 0 or more, None where `move` is UNKNOWN; `told`: it has an ARR history."""

    account: str
    segment: str | None
    cohort: str | None
    opening: Decimal | None
    closing: Decimal | None
    move: Move
    told: bool

    @property
    def change(self) -> Decimal:
        """Closing less opening."""
        return (self.closing or NOTHING) - (self.opening or NOTHING)


@dataclass(frozen=True, slots=True)
class Retention:
    """A group of accounts in a period: sums in the reporting currency, and counts. `untold` of the accounts with an opening have no ARR history: what their
    rows state is taken for what they always paid. `unknown` accounts are in no other figure."""

    opening: Decimal
    new: Decimal
    expansion: Decimal
    contraction: Decimal
    churned: Decimal
    closing: Decimal
    opening_accounts: int
    new_accounts: int
    expanded_accounts: int
    contracted_accounts: int
    churned_accounts: int
    closing_accounts: int
    untold: int
    unknown: int

    @property
    def is_told(self) -> bool:
        """Whether there is a share to tell: something was paid, and an account that paid has a history."""
        return self.opening > 0 and self.untold < self.opening_accounts

    @property
    def nrr(self) -> Decimal | None:
        """Net revenue retention, 0 or more."""
        return (self.opening + self.expansion - self.contraction - self.churned) / self.opening if self.is_told else None

    @property
    def grr(self) -> Decimal | None:
        """Gross revenue retention, 0 to 1."""
        return (self.opening - self.contraction - self.churned) / self.opening if self.is_told else None

    @property
    def logo_churn(self) -> Decimal | None:
        """The share of the accounts that left, 0 to 1."""
        return Decimal(self.churned_accounts) / self.opening_accounts if self.is_told else None


class ArrCourse:
    """What the accounts paid on any day, at the rates of `until`, the last day that counts. `accounts` by `acc_` id, as they are on that day."""

    def __init__(self, accounts: Mapping[str, AccountFacts], book: ArrBook, until: date) -> None:
        self.accounts, self.book, self.until = accounts, book, until
        self._steps = {key: _steps(facts, book, until) for key, facts in accounts.items()}
        self._told = frozenset(key for key in accounts if book.changes(key))
        # Churned, yet paying to the last: it left on a day that nobody told, so on none of them is it known what it paid.
        self._undated = {key for key, facts in accounts.items() if facts.status == "churned" and (_paid(self._steps[key], until) or NOTHING) > 0}

    @property
    def is_told(self) -> bool:
        """Whether any account has an ARR history."""
        return bool(self._told)

    def paid(self, account: str, day: date) -> Decimal | None:
        """The account's ARR at the end of a day; an ARR below 0 is no revenue: 0. None: unknown."""
        return None if account in self._undated else _paid(self._steps[account], day)

    def lowest(self, account: str, after: date, until: date) -> Decimal | None:
        """The least that the account paid from the end of the day `after` to that of `until`. None: unknown."""
        days, amounts = self._steps[account]
        found = amounts[bisect_right(days, after) : bisect_right(days, until) + 1]
        known = [a for a in found if a is not None]
        return min(known) if len(known) == len(found) and account not in self._undated else None

    def follow(self, account: str, period: Period) -> Movement:
        """What became of one account's ARR in a period."""
        opening, closing = self.paid(account, period.opening), self.paid(account, period.closing)
        unknown = opening is None or closing is None
        return Movement(
            account,
            self.accounts[account].segment,
            cohort_of(self.accounts[account].started_on),
            None if unknown else opening,
            None if unknown else closing,
            name_move(opening, closing),
            account in self._told,
        )

    def follow_all(self, period: Period) -> list[Movement]:
        """Every account's movement, by id."""
        return [self.follow(key, period) for key in sorted(self.accounts)]


def _steps(facts: AccountFacts, book: ArrBook, until: date) -> tuple[list[date], list[Decimal | None]]:
    """The days on which the ARR changed, and what was paid before the first and from each on. Without a history the row's ARR is paid since the start."""
    days = [change.effective_on for change in book.changes(facts.id)]
    amounts = [book.on(facts.id, day, until) for day in ([days[0] - timedelta(days=1), *days] if days else [until])]
    if not days and facts.started_on and amounts[0] is not None:
        days, amounts = [facts.started_on], [NOTHING, *amounts]
    return days, [None if amount is None else max(NOTHING, amount) for amount in amounts]


def _paid(steps: tuple[list[date], list[Decimal | None]], day: date) -> Decimal | None:
    return steps[1][bisect_right(steps[0], day)]


def name_move(opening: Decimal | None, closing: Decimal | None) -> Move:
    """What the change from one amount to the other is called."""
    if opening is None or closing is None:
        return Move.UNKNOWN
    if opening <= 0:
        return Move.NEW if closing > 0 else Move.ABSENT
    if closing <= 0:
        return Move.CHURN
    return Move.EXPANSION if closing > opening else Move.CONTRACTION if closing < opening else Move.SAME


def cohort_of(came_on: date | None) -> str | None:
    """The quarter in which an account came, as `2025-Q3`; None where that is not known."""
    return f"{came_on.year:04}-Q{(came_on.month + 2) // 3}" if came_on else None


def sum_up(movements: Iterable[Movement]) -> Retention:
    """The retention of the accounts together; the order does not matter."""
    found = [m for m in movements if m.move is not Move.ABSENT]
    known = [m for m in found if m.move is not Move.UNKNOWN]
    by_move = {move: [m for m in known if m.move is move] for move in Move}
    changed = {move: abs(sum((m.change for m in some), NOTHING)) for move, some in by_move.items()}
    opened = [m for m in known if m.move is not Move.NEW]
    return Retention(
        opening=sum((m.opening or NOTHING for m in known), NOTHING),
        new=changed[Move.NEW],
        expansion=changed[Move.EXPANSION],
        contraction=changed[Move.CONTRACTION],
        churned=changed[Move.CHURN],
        closing=sum((m.closing or NOTHING for m in known), NOTHING),
        opening_accounts=len(opened),
        new_accounts=len(by_move[Move.NEW]),
        expanded_accounts=len(by_move[Move.EXPANSION]),
        contracted_accounts=len(by_move[Move.CONTRACTION]),
        churned_accounts=len(by_move[Move.CHURN]),
        closing_accounts=len(known) - len(by_move[Move.CHURN]),
        untold=sum(not m.told for m in opened),
        unknown=len(found) - len(known),
    )


def split_by(movements: Sequence[Movement], key: Callable[[Movement], str | None]) -> dict[str | None, Retention]:
    """The retention of each group, sorted; None, the accounts of which the group is not known, comes last. The groups' sums add up to the whole's."""
    groups: dict[str | None, list[Movement]] = {}
    for movement in movements:
        if movement.move is not Move.ABSENT:
            groups.setdefault(key(movement), []).append(movement)
    return {name: sum_up(groups[name]) for name in sorted(groups, key=lambda name: (name is None, name or ""))}


def list_months(since: date, as_of: date) -> list[tuple[Month, Period]]:
    """The months from that of `since` to that of `as_of`, the earliest first; the last ends on `as_of`, over or not."""
    month, first, found = Month(as_of.year, as_of.month), Month(since.year, since.month), list[tuple[Month, Period]]()
    while month >= first:
        found.append((month, Period(month.before.last, min(month.last, as_of))))
        month = month.before
    return found[::-1]


def year_to(closing: date) -> Period:
    """The twelve months that end on a day; from a month's last day to a month's last day where that day is one."""
    month = Month(closing.year, closing.month)
    if closing == month.last:
        return Period(Month(closing.year - 1, closing.month).last, closing)
    before = Month(closing.year - 1, closing.month).last
    return Period(before.replace(day=min(before.day, closing.day)), closing)
