"""Stripe's subscriptions as ARR: the prices of their items by interval and quantity, less what is taken off for good (docs.stripe.com/api/subscriptions)."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from voc.domain.recurring import PER_YEAR, find_arr
from voc.sources.mapping.records import Record

_COUNTED = ("active", "past_due")
_ENDED = ("canceled", "unpaid", "incomplete_expired")
_WHOLE = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split())  # currencies whose amounts Stripe gives without decimals
_LASTING = ("forever", "repeating")


def read_subscriptions(record: Record, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for an account, of all its subscriptions. None where they are in trial or paused alone; without an ARR where a price is in tiers, metered or in
    another currency."""
    subscriptions = [Record.of(record.line, "", one) for one in record.list_items("subscriptions") if isinstance(one, Mapping)]
    counted = [one for one in subscriptions if one["status"] in _COUNTED and not one["pause_collection"]]
    ended = [one for one in subscriptions if one["status"] in _ENDED]
    if not counted and not ended:
        return
    parts = [_arr_of(one) for one in counted]
    currencies = {str(one["currency"]).upper() for one in counted or ended}
    known = [part for part in parts if part is not None]
    arr = sum(known, Decimal(0)) if len(known) == len(parts) and len(currencies) == 1 else None
    since = max((moment for one in counted or ended for moment in _moments(one, is_ended=not counted)), default=None)
    yield {
        **row,
        "arr": None if arr is None else str(arr),
        "currency": min(currencies),
        "effective_on": since,
        "reason": None if counted else "churn",
    }


def _moments(subscription: Record, *, is_ended: bool) -> Iterable[int]:
    places = ("ended_at", "canceled_at") if is_ended else ("start_date", "current_period_start", "items.data.current_period_start", "created")
    return (int(str(value)) for place in places if str(value := subscription[place]).isdigit())


def _arr_of(subscription: Record) -> Decimal | None:
    """The ARR of one subscription; None where a price has no single amount."""
    total = Decimal(0)
    for item in (Record.of(0, "", one) for one in subscription.list_items("items.data[]") if isinstance(one, Mapping)):
        arr = _arr_of_item(item)
        if arr is None:
            return None
        total += arr
    for coupon in (Record.of(0, "", one) for one in _coupons(subscription)):
        total = _take_off(total, coupon, subscription)
    return max(total, Decimal(0))


def _arr_of_item(item: Record) -> Decimal | None:
    scheme, usage = item["price.billing_scheme"], item["price.recurring.usage_type"]
    amount, interval = _number(item["price.unit_amount_decimal"] or item["price.unit_amount"] or item["plan.amount"]), item["price.recurring.interval"]
    if scheme == "tiered" or usage == "metered" or amount is None or interval not in PER_YEAR:
        return None
    count, quantity = _number(item["price.recurring.interval_count"]) or Decimal(1), _number(item["quantity"])
    return find_arr(_major(amount, item["price.currency"]), interval, count, Decimal(1) if quantity is None else quantity)


def _coupons(subscription: Record) -> Iterator[Mapping[str, Any]]:
    for discount in (*subscription.list_items("discounts"), *subscription.list_items("discount")):
        coupon = (discount.get("coupon") or (discount.get("source") or {}).get("coupon")) if isinstance(discount, Mapping) else None
        if isinstance(coupon, Mapping) and coupon.get("duration") in _LASTING:
            yield coupon


def _take_off(arr: Decimal, coupon: Record, subscription: Record) -> Decimal:
    if (share := _number(coupon["percent_off"])) is not None:
        return arr * (100 - share) / 100
    amount, interval = _number(coupon["amount_off"]), subscription["items.data.price.recurring.interval"]
    if amount is None or interval not in PER_YEAR:
        return arr
    count = _number(subscription["items.data.price.recurring.interval_count"]) or Decimal(1)
    return arr - find_arr(_major(amount, subscription["currency"]), interval, count)


def _major(amount: Decimal, currency: Any) -> Decimal:
    return amount if str(currency).upper() in _WHOLE else amount / 100


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None or isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None
