import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import facts
from voc.domain.accounts import AccountFacts, ArrBook, ArrChange, account_key
from voc.domain.money import FxRate, FxTable
from voc.domain.months import Month
from voc.domain.retention import ArrCourse, Move, Period, Retention, list_months, name_move, split_by, sum_up, year_to

START, END = date(2026, 1, 1), date(2026, 10, 31)
YEAR = Period(date(2025, 10, 31), END)

amounts = st.one_of(st.just(Decimal(0)), st.decimals(-5_000, 500_000, places=2))
Company = list[tuple[list[tuple[int, Decimal, str]], str | None, str]]


def companies(*currencies: str) -> st.SearchStrategy[Company]:
    """Accounts with their changes (day, ARR, currency), segment and status."""
    steps = st.lists(st.tuples(st.integers(0, 700), amounts, st.sampled_from(currencies)), max_size=5, unique_by=lambda step: step[0])
    return st.lists(st.tuples(steps, st.sampled_from(["smb", "large", None]), st.sampled_from(["active", "churned"])), max_size=12)


any_company = companies("USD", "EUR", "SEK")  # there is no rate for the last


def change(account: str, day: str, arr: str, reason: str | None = None, currency: str = "USD") -> ArrChange:
    return ArrChange(account, date.fromisoformat(day), Decimal(arr), currency, reason)


def course(accounts: list[AccountFacts], changes: list[ArrChange], rates: list[FxRate] | None = None, until: date = END) -> ArrCourse:
    history: dict[str, list[ArrChange]] = {}
    for one in changes:
        history.setdefault(account_key(one.account_id), []).append(one)
    book = ArrBook({a.id: (a.arr, "USD") for a in accounts}, history, FxTable("USD", rates or []))
    return ArrCourse({a.id: a for a in accounts}, book, until)


def drawn(company: Company) -> ArrCourse:
    found = [facts(f"A-{n}", "1000", segment, status=status) for n, (_, segment, status) in enumerate(company)]
    told = [
        ArrChange(f"A-{n}", date(2025, 1, 1) + timedelta(days=day), arr, currency, "new" if k == 0 else None)
        for n, (some, _, _) in enumerate(company)
        for k, (day, arr, currency) in enumerate(sorted(some))
    ]
    return course(found, told, [FxRate("EUR", date(2025, 1, 1), Decimal("1.1")), FxRate("EUR", date(2026, 3, 1), Decimal("1.37"))])


@given(any_company)
def test_gross_retention_lies_between_nothing_and_one_and_never_above_net_retention(company: Company) -> None:
    found = sum_up(drawn(company).follow_all(YEAR))
    if found.opening == 0 or found.grr is None or found.nrr is None:
        assert found.grr is None and found.nrr is None and found.logo_churn is None
    else:
        assert 0 <= found.grr <= 1
        assert found.grr <= found.nrr
        assert found.logo_churn is not None and 0 <= found.logo_churn <= 1


@given(any_company)
def test_what_came_and_went_leads_from_the_opening_to_the_closing(company: Company) -> None:
    found = sum_up(drawn(company).follow_all(YEAR))
    assert found.opening + found.new + found.expansion - found.contraction - found.churned == found.closing
    assert found.opening_accounts + found.new_accounts - found.churned_accounts == found.closing_accounts


@given(any_company, st.randoms(use_true_random=False))
def test_cohorts_and_segments_add_up_to_the_whole_in_any_order(company: Company, chance: random.Random) -> None:
    moves = drawn(company).follow_all(YEAR)
    whole, shuffled = sum_up(moves), chance.sample(moves, len(moves))
    assert sum_up(shuffled) == whole
    for groups in (split_by(shuffled, lambda m: m.segment), split_by(shuffled, lambda m: m.cohort)):
        for field in Retention.__slots__:  # type: ignore[attr-defined]
            assert sum((getattr(r, field) for r in groups.values()), type(getattr(whole, field))(0)) == getattr(whole, field)


@given(companies("USD", "EUR"))
def test_a_month_opens_with_what_the_month_before_closed_with(company: Company) -> None:
    paid = drawn(company)
    months = [sum_up(paid.follow_all(period)) for _, period in list_months(date(2025, 11, 1), END)]
    assert all(after.opening == before.closing for before, after in pairwise(months))
    assert months[0].opening == sum_up(paid.follow_all(YEAR)).opening
    assert months[-1].closing == sum_up(paid.follow_all(YEAR)).closing


def test_each_figure_of_a_year_is_what_its_definition_says() -> None:
    paid = course(
        [facts(f"A-{n}") for n in range(1, 6)],
        [
            *(change(f"A-{n}", "2024-01-01", "1000.00", "new") for n in range(1, 5)),
            change("A-2", "2026-02-01", "1500.50", "expansion"),
            change("A-3", "2026-03-01", "400", "contraction"),
            change("A-4", "2026-04-01", "0", "churn"),
            change("A-5", "2026-05-01", "700", "new"),
        ],
    )
    found = sum_up(paid.follow_all(YEAR))
    assert (found.opening, found.closing) == (Decimal("4000.00"), Decimal("3600.50"))
    assert (found.expansion, found.contraction, found.churned, found.new) == (Decimal("500.50"), Decimal("600.00"), Decimal("1000.00"), Decimal("700.00"))
    assert (found.nrr, found.grr, found.logo_churn) == (Decimal("0.725125"), Decimal("0.6"), Decimal("0.25"))


def test_a_currency_that_moves_is_no_expansion() -> None:
    rates = [FxRate("EUR", date(2025, 1, 1), Decimal("1.0")), FxRate("EUR", date(2026, 6, 1), Decimal("2.0"))]
    found = sum_up(course([facts("A-1")], [change("A-1", "2024-01-01", "1000", "new", "EUR")], rates).follow_all(YEAR))
    assert (found.nrr, found.expansion) == (1, 0)
    assert found.closing == Decimal(2000)  # what the account's ARR is on the last day


def test_an_unknown_arr_is_counted_and_in_no_sum() -> None:
    paid = course([facts("A-1"), facts("A-2")], [change("A-1", "2024-01-01", "1000", "new"), change("A-2", "2024-01-01", "900", "new", "SEK")])
    found = sum_up(paid.follow_all(YEAR))
    assert (found.unknown, found.opening, found.opening_accounts) == (1, Decimal(1000), 1)


def test_an_account_that_left_on_a_day_that_nobody_told_is_unknown() -> None:
    paid = course([facts("A-1"), facts("A-2", status="churned")], [change("A-1", "2024-01-01", "1000", "new")])
    assert [m.move for m in paid.follow_all(YEAR)].count(Move.UNKNOWN) == 1


def test_without_any_history_there_is_no_share_to_tell() -> None:
    found = sum_up(course([facts("A-1"), facts("A-2")], []).follow_all(YEAR))
    assert (found.opening, found.untold, found.nrr, found.grr, found.logo_churn) == (Decimal(2000), 2, None, None, None)


def test_an_account_without_history_is_new_when_it_starts() -> None:
    started = AccountFacts("acc_x", "X", "X", Decimal(1000), started_on=date(2026, 2, 1))
    (found,) = course([started], []).follow_all(YEAR)
    assert (found.move, found.opening, found.cohort) == (Move.NEW, 0, "2026-Q1")


@pytest.mark.parametrize(
    ("opening", "closing", "move"),
    [("0", "0", "absent"), ("0", "1", "new"), ("1", "0", "churn"), ("1", "2", "expansion"), ("2", "1", "contraction"), ("2", "2", "same")],
)
def test_a_change_has_one_name(opening: str, closing: str, move: str) -> None:
    assert name_move(Decimal(opening), Decimal(closing)) == move


def test_an_arr_below_nothing_is_no_revenue() -> None:
    paid = course([facts("A-1")], [change("A-1", "2024-01-01", "500", "new"), change("A-1", "2026-02-01", "-20")])
    (found,) = paid.follow_all(YEAR)
    assert (found.closing, found.move) == (0, Move.CHURN)


@pytest.mark.parametrize(
    ("closing", "opening"),
    [("2026-10-31", "2025-10-31"), ("2026-10-15", "2025-10-15"), ("2025-02-28", "2024-02-29"), ("2024-02-29", "2023-02-28"), ("2024-02-28", "2023-02-28")],
)
def test_twelve_months_go_back_to_the_same_day_or_a_months_end_to_a_months_end(closing: str, opening: str) -> None:
    assert year_to(date.fromisoformat(closing)) == Period(date.fromisoformat(opening), date.fromisoformat(closing))


def test_the_last_month_ends_on_the_day_asked_for() -> None:
    months = list_months(date(2025, 12, 20), date(2026, 2, 10))
    assert [m for m, _ in months] == [Month(2025, 12), Month(2026, 1), Month(2026, 2)]
    assert months[-1][1] == Period(date(2026, 1, 31), date(2026, 2, 10))
