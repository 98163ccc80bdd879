"""Retention of the fixtures' company is exactly what anybody counts from arr.csv and fx.csv, and nobody is in two segments."""

import csv
from bisect import bisect_right
from datetime import date
from decimal import Decimal

import pytest

from tests.walk.conftest import AS_OF, FIXTURES, Company
from voc.db.session import reading
from voc.usecases.accounts.measure_retention import measure_retention
from voc.usecases.shared.load_course import Standpoint

CENT = Decimal("0.01")


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def paid_on(day: str, last: str) -> dict[str, Decimal]:
    """What each account paid on a day, at the rates of the last day; one whose history has not begun pays nothing."""
    rates: dict[str, list[tuple[str, Decimal]]] = {}
    for row in sorted(rows("fx.csv"), key=lambda r: r["as_of"]):
        rates.setdefault(row["currency"], []).append((row["as_of"], Decimal(row["rate"])))
    found: dict[str, Decimal] = {}
    for row in sorted(rows("arr.csv"), key=lambda r: r["effective_on"]):
        if row["effective_on"] <= day:
            known = rates.get(row["currency"])
            rate = known[bisect_right([d for d, _ in known], last) - 1][1] if known and row["currency"] != "USD" else Decimal(1)
            found[row["account_id"]] = (Decimal(row["arr"]) * rate).quantize(CENT)
    return found


@pytest.mark.parametrize(("before", "day"), [("2025-10-31", "2026-10-31"), ("2025-03-31", "2026-03-31")])
def test_twelve_months_are_the_recount_from_the_files(company: Company, before: str, day: str) -> None:
    opening, closing = paid_on(before, day), paid_on(day, day)
    with reading(company.engine) as session:
        year = measure_retention(session, Standpoint(AS_OF.replace(*map(int, day.split("-"))), "USD"), "segment")["twelve_months"]
    paying = {key: arr for key, arr in opening.items() if arr > 0}
    whole = sum(paying.values(), Decimal(0))
    assert Decimal(year["opening_arr"]["amount"]) == whole
    assert Decimal(year["closing_arr"]["amount"]) == sum(closing.values(), Decimal(0))
    assert year["grr"] == round(float(sum(min(arr, closing[key]) for key, arr in paying.items()) / whole), 6)
    assert year["nrr"] == round(float(sum(closing[key] for key in paying) / whole), 6)
    assert (year["opening_accounts"], year["churned_accounts"]) == (len(paying), sum(closing[key] == 0 for key in paying))


def test_segments_cohorts_and_months_come_to_the_same_whole(company: Company) -> None:
    with reading(company.engine) as session:
        at = Standpoint(AS_OF, "USD")
        segments, cohorts, months = (measure_retention(session, at, by, date(2025, 11, 1)) for by in ("segment", "cohort", "month"))
    assert segments["whole"] == cohorts["whole"] == months["whole"]
    for name in ("opening_arr", "new_arr", "expansion_arr", "contraction_arr", "churned_arr", "closing_arr"):
        whole = Decimal(segments["whole"][name]["amount"])
        assert whole == sum(Decimal(r[name]["amount"]) for r in segments["rows"]) == sum(Decimal(r[name]["amount"]) for r in cohorts["rows"])
    assert Decimal(months["whole"]["new_arr"]["amount"]) <= sum(Decimal(r["new_arr"]["amount"]) for r in months["rows"])
