"""The exposure table counted again out of the exported assignments and the files that came in, by none of the product's own code."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from tests.walk.conftest import FIXTURES

CENT = Decimal("0.01")
Said = Mapping[str, date]  # account -> the day of its latest mention


def read(name: str | Path) -> list[dict[str, str]]:
    """The rows of a file: of the fixtures, where it is a name."""
    with (FIXTURES / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Recount:
    """One row of the table, counted by hand."""

    accounts: int
    families: int
    affected_arr: Decimal
    affected_arr_at_mention: Decimal
    renewing_arr_30d: Decimal
    renewing_arr_90d: Decimal
    renewing_arr_180d: Decimal
    churned_arr: Decimal


class Files:
    """The fixtures' accounts, ARR and rates."""

    def __init__(self) -> None:
        self.accounts = {row["account_id"]: row for row in read("accounts.csv")}
        self.changes: dict[str, list[tuple[date, Decimal, str, str]]] = defaultdict(list)
        for row in read("arr.csv"):
            change = (date.fromisoformat(row["effective_on"]), Decimal(row["arr"]), row["currency"], row["reason"])
            self.changes[row["account_id"]].append(change)
        self.rates: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        for row in read("fx.csv"):
            self.rates[row["currency"]].append((date.fromisoformat(row["as_of"]), Decimal(row["rate"])))

    def arr(self, account: str, day: date) -> Decimal:
        """In dollars; every fixture account has a history and a rate."""
        amount, currency = Decimal(0), "USD"
        for since, changed, in_currency, _ in sorted(self.changes[account]):
            if since <= day:
                amount, currency = changed, in_currency
        if currency == "USD":
            return amount.quantize(CENT, ROUND_HALF_EVEN)
        ordered = sorted(self.rates[currency])
        rate = [r for since, r in ordered if since <= day] or [ordered[0][1]]
        return (amount * rate[-1]).quantize(CENT, ROUND_HALF_EVEN)

    def left(self, account: str, day: date) -> date | None:
        """The day on which an account left that is gone on `day`."""
        past = [change for change in sorted(self.changes[account]) if change[0] <= day]
        return past[-1][0] if past and past[-1][3] == "churn" else None

    def renews(self, account: str, day: date, days: int) -> bool:
        """Whether its next renewal, as it stood on `day`, is that near."""
        dates = [since for since, _, _, reason in self.changes[account] if reason == "renewal" and since > day]
        stated = self.accounts[account]["renews_on"]
        if stated and (date.fromisoformat(stated) >= day or not dates):
            dates.append(date.fromisoformat(stated))
        return bool(dates) and day <= min(dates) <= day + timedelta(days=days) and self.left(account, day) is None

    def recount(self, said: Said, day: date) -> Recount:
        """The row of these accounts."""
        renewing = {days: sum((self.arr(a, day) for a in said if self.renews(a, day, days)), Decimal(0)) for days in (30, 90, 180)}
        gone = {a: left for a in said if (left := self.left(a, day))}
        return Recount(
            accounts=len(said),
            families=len({self.accounts[a]["parent_account_id"] or a for a in said}),
            affected_arr=sum((self.arr(a, day) for a in said), Decimal(0)),
            affected_arr_at_mention=sum((self.arr(a, latest) for a, latest in said.items()), Decimal(0)),
            renewing_arr_30d=renewing[30],
            renewing_arr_90d=renewing[90],
            renewing_arr_180d=renewing[180],
            churned_arr=sum((self.arr(a, left - timedelta(days=1)) for a, left in gone.items()), Decimal(0)),
        )


def said_by_theme(exported: Path, as_of: datetime, days: int) -> dict[str, dict[str, date]]:
    """Who said each theme, and when last, in the days before `as_of`, of what counts: out of `voc export snippets`."""
    found: dict[str, dict[str, date]] = defaultdict(dict)
    for row in read(exported):
        said = datetime.fromisoformat(row["occurred_at"])
        if row["counted"] == "true" and as_of - timedelta(days=days) < said <= as_of:
            spoke = found[row["theme_id"]]
            if row["account_id"]:
                spoke[row["account_id"]] = max(said.date(), spoke.get(row["account_id"], said.date()))
    return found


def join(themes: Iterable[Said]) -> dict[str, date]:
    """Several themes as one: an account once, by its latest mention."""
    found: dict[str, date] = {}
    for said in themes:
        for account, day in said.items():
            found[account] = max(day, found.get(account, day))
    return found


def last_moment(day: date) -> datetime:
    """The end of a day, UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC)
