"""ARR out of Stripe's subscriptions."""

from decimal import Decimal
from typing import Any

import pytest

from voc.sources.mapping.records import Record
from voc.sources.mapping.stripe import read_subscriptions


def item(amount: Any, interval: str = "month", quantity: Any = 1, count: int = 1, currency: str = "eur", **price: Any) -> dict[str, Any]:
    recurring = {"interval": interval, "interval_count": count, "usage_type": price.pop("usage_type", "licensed")}
    discounts = price.pop("discounts", [])
    price = {"unit_amount": amount, "currency": currency, "billing_scheme": "per_unit", "recurring": recurring, **price}
    return {"quantity": quantity, "price": price, "discounts": discounts}


def subscription(*items: dict[str, Any], status: str = "active", **more: Any) -> dict[str, Any]:
    return {"status": status, "currency": items[0]["price"]["currency"] if items else "eur", "start_date": 1707120000, "items": {"data": list(items)}, **more}


def read(*subscriptions: dict[str, Any]) -> dict[str, Any] | None:
    found = list(read_subscriptions(Record.of(1, "", {"subscriptions": list(subscriptions)}), {"account_id": "A"}))
    return found[0] if found else None


def arr(*subscriptions: dict[str, Any]) -> Decimal | None:
    found = read(*subscriptions)
    assert found is not None
    return None if found["arr"] is None else Decimal(found["arr"])


def off(**coupon: Any) -> dict[str, Any]:
    return {"id": "di", "coupon": {"duration": "forever", **coupon}}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (item(10_000), 1_200),
        (item(120_000, "year"), 1_200),
        (item(30_000, "month", count=3), 1_200),
        (item(10_000, quantity=7), 8_400),
        (item(10_000, quantity=0), 0),
        (item(100, "week"), 52),
        (item(100, "day"), 365),
        (item(None, unit_amount_decimal="12.5"), Decimal("1.5")),
        (item(5_000, currency="jpy"), 60_000),
        (item(5_000, type="one_time"), 0),
    ],
)
def test_a_price_makes_arr_by_its_interval_and_quantity(one: dict[str, Any], expected: Any) -> None:
    assert arr(subscription(one)) == expected


@pytest.mark.parametrize(
    "one",
    [item(None), item(10_000, billing_scheme="tiered"), item(10_000, usage_type="metered"), item(10_000, "fortnight")],
    ids=["none", "tiers", "metered", "interval"],
)
def test_a_price_that_no_single_amount_tells_makes_the_accounts_arr_unknown(one: dict[str, Any]) -> None:
    assert arr(subscription(one)) is None
    assert arr(subscription(one, item(10_000)), subscription(item(10_000))) is None


def test_the_subscriptions_of_an_account_are_one_sum_and_two_currencies_none() -> None:
    assert arr(subscription(item(10_000), item(120_000, "year")), subscription(item(10_000))) == 3_600
    assert arr(subscription(item(10_000)), subscription(item(10_000, currency="usd"))) is None


@pytest.mark.parametrize(
    ("discount", "expected"),
    [
        (off(percent_off=25.0), 900),
        (off(amount_off=1_000, currency="eur"), 1_080),
        (off(percent_off=25.0, duration="once"), 1_200),
        (off(percent_off=50, duration="repeating", duration_in_months=12), 1_200),
        ({**off(percent_off=50, duration="repeating"), "end": 1788852600}, 1_200),
        (off(amount_off=99_999), 0),
        ({"id": "di", "source": {"type": "coupon", "coupon": {"duration": "forever", "percent_off": 10}}}, 1_080),
        ("di_2", 1_200),
    ],
)
def test_a_discount_that_lasts_is_taken_off_and_one_that_ends_is_not(discount: Any, expected: int) -> None:
    assert arr(subscription(item(10_000), discounts=[discount])) == expected
    assert arr(subscription(item(10_000), discount=discount)) == expected
    assert arr(subscription(item(10_000, discounts=[discount]))) == expected


def test_a_discount_of_one_item_leaves_the_others_alone() -> None:
    assert arr(subscription(item(10_000, discounts=[off(percent_off=50)]), item(10_000))) == 1_800


def test_who_has_cancelled_all_has_churned_on_the_day_of_the_end() -> None:
    found = read(subscription(item(10_000), status="canceled", canceled_at=1788852600, ended_at=1788939000))
    assert found is not None
    assert (found["arr"], found["reason"], found["effective_on"][:10]) == ("0", "churn", "2026-09-09")


def test_one_that_goes_on_outweighs_one_that_ended_and_what_is_due_counts() -> None:
    assert arr(subscription(item(10_000), status="past_due"), subscription(item(10_000), status="canceled", ended_at=1)) == 1_200


def test_a_trial_or_a_pause_says_nothing() -> None:
    assert read(subscription(item(10_000), status="trialing")) is None
    assert read(subscription(item(10_000), pause_collection={"behavior": "void"})) is None


def test_the_tables_of_a_warehouse_are_read_like_the_api() -> None:
    price = {"currency": "eur", "unit_amount": "10000", "recurring_interval": "month", "recurring_interval_count": "1", "billing_scheme": "per_unit"}
    plan = {"currency": "eur", "amount": "30000", "interval": "month", "interval_count": "3"}
    items = [{"quantity": "2", "prices": [price]}, {"quantity": "1", "plans": [plan]}]
    one = {"status": "active", "start_date": "2024-02-05 08:00:00", "current_period_start": "2026-09-01 00:00:00", "subscription_items": items}
    assert arr(one) == 3_600
    assert arr({**one, "discounts": [{"coupons": [{"percent_off": "50", "duration": "forever"}]}]}) == 1_800
    assert arr({**one, "subscription_items": [{"quantity": "2"}]}) is None
    assert arr({**one, "subscription_items": []}) is None
    assert (read(one) or {})["effective_on"].startswith("2024-02-05")


def test_arr_holds_since_the_subscription_began_or_an_item_was_added_not_since_the_current_period() -> None:
    added = {**item(5_000), "created": 1788852600}
    began, later = subscription(item(10_000), current_period_start=1798761600), subscription(item(10_000), added, current_period_start=1798761600)
    assert [(read(one) or {})["effective_on"][:10] for one in (began, later)] == ["2024-02-05", "2026-09-08"]
