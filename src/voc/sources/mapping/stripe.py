"""Stripe's subscriptions as ARR: the prices of their items by interval and quantity, less what is taken off for good (docs.stripe.com/api/subscriptions).

They come as the API's objects, or as Fivetran's tables: then items, prices, discounts and coupons are rows of the files beside them (stripe_tables.yaml).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from voc.domain.recurring import PER_YEAR, find_arr
from voc.sources.fields import plain
from voc.sources.mapping.records import Record
from voc.sources.settling.dates import read_date

_COUNTED = ("active", "past_due")
_ENDED = ("canceled", "unpaid", "incomplete_expired")
_WHOLE = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split())  # currencies whose amounts Stripe gives without decimals
# Where a value stands: in the API's price, in its older plan, in the rows of the table of prices, or of plans.
_AMOUNT = ("price.unit_amount_decimal", "price.unit_amount", "plan.amount", "prices.unit_amount_decimal", "prices.unit_amount", "plans.amount")
_INTERVAL = ("price.recurring.interval", "plan.interval", "prices.recurring_interval", "plans.interval")
_INTERVAL_COUNT = ("price.recurring.interval_count", "plan.interval_count", "prices.recurring_interval_count", "plans.interval_count")
_SCHEME = ("price.billing_scheme", "plan.billing_scheme", "prices.billing_scheme", "plans.billing_scheme")
_USAGE = ("price.recurring.usage_type", "plan.usage_type", "prices.recurring_usage_type", "plans.usage_type")
_CURRENCY = ("price.currency", "plan.currency", "prices.currency", "plans.currency")


def read_subscriptions(record: Record, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for an account, of all its subscriptions. None where they are in trial or paused alone; without an ARR where a price is in tiers, metered or in
    another currency."""
    subscriptions = [Record.of(record.line, "", one) for one in record.list_items("subscriptions") if isinstance(one, Mapping)]
    counted = [one for one in subscriptions if one["status"] in _COUNTED and not one["pause_collection"]]
    ended = [one for one in subscriptions if one["status"] in _ENDED]
    if not counted and not ended:
        return
    parts = [_arr_of(one) for one in counted]
    currencies = {str(_currency_of(one)).upper() for one in counted or ended}
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


def _moments(subscription: Record, *, is_ended: bool) -> Iterable[str]:
    """When it ended, else when it began, and when items were added; a period begins again and again and tells of no change."""
    if is_ended:
        told = [subscription["ended_at"] or subscription["canceled_at"]]
    else:
        told = [subscription["start_date"] or subscription["created"], *(item["created"] for item in _items_of(subscription))]
    return (moment for value in told if (said := plain(value, "effective_on")) and (moment := read_date(said)))


def _items_of(subscription: Record) -> list[Record]:
    items = subscription.list_items("items.data[]") or subscription.list_items("subscription_items")
    return [Record.of(0, "", one) for one in items if isinstance(one, Mapping)]


def _currency_of(subscription: Record) -> Any:
    return subscription["currency"] or next((found for item in _items_of(subscription) if (found := _first(item, _CURRENCY))), "")


def _first(item: Record, places: Sequence[str]) -> Any:
    return next((found for place in places if (found := item[place]) is not None), None)


def _arr_of(subscription: Record) -> Decimal | None:
    """The ARR of one subscription; None where a price has no single amount."""
    items = _items_of(subscription)
    if not items and "data" not in (subscription["items"] or {}):
        return None  # the table of items lacks them
    total = Decimal(0)
    for item in items:
        arr = _arr_of_item(item)
        if arr is None:
            return None
        for coupon in _coupons(item):
            arr = _take_off(arr, coupon, item)
        total += max(arr, Decimal(0))
    for coupon in _coupons(subscription):
        total = _take_off(total, coupon, next(iter(items), subscription))
    return max(total, Decimal(0))


def _arr_of_item(item: Record) -> Decimal | None:
    scheme, usage, interval = _first(item, _SCHEME), _first(item, _USAGE), _first(item, _INTERVAL)
    if (item["prices.type"] or item["price.type"]) == "one_time":
        return Decimal(0)
    amount = _number(_first(item, _AMOUNT))
    if scheme == "tiered" or usage == "metered" or amount is None or interval not in PER_YEAR:
        return None
    count, quantity = _number(_first(item, _INTERVAL_COUNT)) or Decimal(1), _number(item["quantity"])
    return find_arr(_major(amount, _first(item, _CURRENCY)), interval, count, Decimal(1) if quantity is None else quantity)


def _coupons(discounted: Record) -> Iterator[Record]:
    """What is taken off a subscription, or one of its items, for good: a coupon that repeats for some months ends."""
    for discount in (*discounted.list_items("discounts"), *discounted.list_items("discount")):
        if isinstance(discount, Mapping):
            one = Record.of(0, "", discount)
            coupon = next((found for place in ("coupon", "source.coupon", "coupons[]") for found in one.list_values(place) if isinstance(found, Mapping)), None)
            if coupon and coupon.get("duration") == "forever":
                yield Record.of(0, "", coupon)


def _take_off(arr: Decimal, coupon: Record, item: Record) -> Decimal:
    """`item`: one whose interval the amount is taken off at."""
    if (share := _number(coupon["percent_off"])) is not None:
        return arr * (100 - share) / 100
    amount, interval = _number(coupon["amount_off"]), _first(item, _INTERVAL)
    if amount is None or interval not in PER_YEAR:
        return arr
    count = _number(_first(item, _INTERVAL_COUNT)) or Decimal(1)
    return arr - find_arr(_major(amount, coupon["currency"] or _first(item, _CURRENCY)), interval, count)


def _major(amount: Decimal, currency: Any) -> Decimal:
    return amount if str(currency).upper() in _WHOLE else amount / 100


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None or isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None
