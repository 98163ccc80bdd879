"""Rows of a signals file: product usage and account facts in long format."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from voc.domain.accounts import Signal
from voc.errors import RowError
from voc.sources import dates, fields
from voc.sources.defaults import Defaults
from voc.sources.numbers import number

REQUIRED = ("account_id", "signal", "observed_on", "value")
FIELDS = REQUIRED
NAME_LIMIT = 100

_INFINITY = Decimal("Infinity")
RANGES: Mapping[str, tuple[Decimal, Decimal]] = {
    "active_users": (Decimal(0), _INFINITY),
    "licensed_seats": (Decimal(0), _INFINITY),
    "feature_depth": (Decimal(0), Decimal(1)),
    "workflow_completion": (Decimal(0), Decimal(1)),
    "days_to_first_value": (Decimal(0), _INFINITY),
    "champion_active": (Decimal(0), Decimal(1)),
    "billing_failed": (Decimal(0), _INFINITY),
    "logins": (Decimal(0), _INFINITY),
}
"""The known signals and what their values lie between; any other name is kept too."""


def parse(raw: Mapping[str, Any], defaults: Defaults) -> Signal:
    """The row's signal. Raises RowError."""
    name = fields.slug(fields.identifier(raw, "signal"))
    if len(name) > NAME_LIMIT:
        raise RowError("signal", f"is longer than {NAME_LIMIT} characters")
    value = fields.required(number(raw, "value"), "value")
    least, most = RANGES.get(name, (-_INFINITY, _INFINITY))
    if not least <= value <= most:
        raise RowError("value", f"{value} is out of range for {name}; expected {least} {'or more' if most == _INFINITY else f'to {most}'}")
    return Signal(
        account_id=fields.identifier(raw, "account_id"),
        signal=name,
        observed_on=fields.required(dates.day(raw, "observed_on", dates.latest_for(defaults.today)), "observed_on"),
        value=float(value) + 0.0,  # -0.0 is 0.0
    )
