"""Rows of an fx file: what one unit of a currency was worth in the reporting currency from a day on."""

from collections.abc import Mapping
from typing import Any

from voc.domain.money import FxRate
from voc.errors import RowError
from voc.sources import dates, fields
from voc.sources.defaults import Defaults
from voc.sources.numbers import rate

REQUIRED = ("currency", "as_of", "rate")
FIELDS = REQUIRED


def parse(raw: Mapping[str, Any], defaults: Defaults) -> FxRate:
    """The row's rate. Raises RowError."""
    currency = fields.currency(raw, "currency", fields.required(fields.text(raw, "currency"), "currency"))
    found = FxRate(
        currency=currency,
        as_of=fields.required(dates.day(raw, "as_of", dates.latest_for(defaults.today)), "as_of"),
        rate=rate(raw, "rate"),
    )
    if currency == defaults.currency and found.rate != 1:
        raise RowError(
            "rate", f"is {found.rate}, but {currency} is the reporting currency, whose rate is 1: rates are in {currency} per unit of the other currency"
        )
    return found
