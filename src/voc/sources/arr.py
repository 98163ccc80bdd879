"""Rows of an arr file: what an account's ARR was from a day on."""

from collections.abc import Mapping
from typing import Any

from voc.domain.accounts import ARR_REASONS, ArrChange
from voc.sources import dates, fields, recurring
from voc.sources.defaults import Defaults
from voc.sources.said import read_said

REQUIRED = ("account_id", "effective_on", "arr")
FIELDS = (*REQUIRED, "currency", "reason", *recurring.FIELDS)


def parse(raw: Mapping[str, Any], defaults: Defaults) -> ArrChange:
    """The row's change. Raises RowError."""
    currency = fields.currency(raw, "currency", defaults.currency)
    return ArrChange(
        account_id=fields.identifier(raw, "account_id"),
        effective_on=fields.required(dates.day(raw, "effective_on", dates.latest_for(defaults.today)), "effective_on"),
        arr=fields.required(recurring.read_arr(raw, currency), "arr"),
        currency=currency,
        reason=fields.choice(raw, "reason", ARR_REASONS),
        said=read_said(raw, ("arr", *recurring.INSTEAD)),
    )
