"""What the history tells of a day that is past, and where it is silent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.accounts import ARR_REASONS, ArrBook, ArrChange
from voc.domain.arr_history import arr_before_churn, renewal_on, started_on, status_on
from voc.domain.money import FxRate, FxTable

CAME, GREW, LEFT, BACK = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1), date(2026, 9, 1)
DAY = timedelta(days=1)


def change(day: date, arr: int, reason: str | None = None, currency: str = "USD") -> ArrChange:
    return ArrChange("A-1", day, Decimal(arr), currency, reason)


STORY = [change(CAME, 100, "new"), change(GREW, 300, "expansion"), change(LEFT, 0, "churn")]
changes = st.lists(
    st.builds(change, st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 900), st.sampled_from([*ARR_REASONS, None])),
    max_size=6,
    unique_by=lambda c: c.effective_on,
).map(lambda found: sorted(found, key=lambda c: c.effective_on))


@pytest.mark.parametrize(("day", "status"), [(CAME, "active"), (LEFT - DAY, "active"), (LEFT, "churned"), (LEFT + 900 * DAY, "churned")])
def test_an_account_that_left_later_was_still_a_customer(day: date, status: str) -> None:
    assert status_on(STORY, "churned", day) == status


def test_one_that_came_back_is_a_customer_again() -> None:
    story = [*STORY, change(BACK, 50, "new")]
    assert [status_on(story, "active", day) for day in (LEFT - DAY, LEFT, BACK - DAY, BACK)] == ["active", "churned", "churned", "active"]


def test_a_change_to_nothing_without_a_word_is_a_leaving_where_the_row_says_that_it_left() -> None:
    story = [change(CAME, 100), change(LEFT, 0)]
    assert [status_on(story, stated, LEFT) for stated in ("churned", "active", "trial")] == ["churned", "active", "trial"]
    assert status_on(story, "churned", LEFT - DAY) == "active"


@given(changes, st.sampled_from(["active", "trial", "churned"]), st.dates(date(2023, 1, 1), date(2028, 1, 1)))
def test_where_no_change_tells_of_a_leaving_the_row_stands(story: list[ArrChange], stated: str, day: date) -> None:
    quiet = [c for c in story if c.reason != "churn" and c.arr > 0]
    assert status_on(quiet, stated, day) == stated


@given(changes, st.dates(date(2023, 1, 1), date(2028, 1, 1)), st.dates(date(2023, 1, 1), date(2028, 1, 1)))
def test_a_next_renewal_never_lies_behind_unless_none_lies_ahead(story: list[ArrChange], stated: date, day: date) -> None:
    found = renewal_on(story, stated, day)
    ahead = [c.effective_on for c in story if c.reason == "renewal" and c.effective_on > day] + ([stated] if stated >= day else [])
    assert found == (min(ahead) if ahead else stated)


def test_on_a_past_day_the_renewal_that_has_been_since_lay_ahead() -> None:
    story = [change(CAME, 100, "new"), change(GREW, 100, "renewal")]
    assert renewal_on(story, LEFT, GREW - DAY) == GREW
    assert renewal_on(story, LEFT, GREW) == LEFT
    assert renewal_on(story, None, GREW) is None


def test_an_account_came_when_its_row_says_else_when_its_history_says_new() -> None:
    assert (started_on(STORY, LEFT), started_on(STORY, None), started_on(STORY[1:], None), started_on([], None)) == (LEFT, CAME, None, None)


@pytest.mark.parametrize("later", [0, 1, 500])
def test_what_an_account_paid_before_it_left_is_that_of_its_last_day_at_that_days_rate(later: int) -> None:
    story = [change(CAME, 100, "new", "EUR"), change(LEFT - 30 * DAY, 0, "contraction", "EUR"), change(LEFT, 0, "churn", "EUR")]
    rates = FxTable("USD", [FxRate("EUR", CAME, Decimal("1.10")), FxRate("EUR", LEFT - 30 * DAY, Decimal("1.20"))])
    book = ArrBook({"acc_1": (Decimal(0), "EUR")}, {"acc_1": story}, rates)
    assert arr_before_churn(book, "acc_1", LEFT + later * DAY) == Decimal("110.00")


def test_an_account_that_left_nobody_knows_when_paid_what_its_row_states() -> None:
    book = ArrBook({"acc_1": (Decimal(70), "USD"), "acc_2": (Decimal(70), "SEK")}, {}, FxTable("USD"))
    assert (arr_before_churn(book, "acc_1", LEFT), arr_before_churn(book, "acc_2", LEFT)) == (Decimal("70.00"), None)
