"""Rows of an opportunities file."""

from collections.abc import Mapping
from typing import Any

from voc.domain.accounts import STAGES, Opportunity
from voc.sources import dates, fields
from voc.sources.defaults import Defaults
from voc.sources.numbers import optional_money
from voc.sources.said import read_said

REQUIRED = ("opportunity_id", "account_id")
FIELDS = (*REQUIRED, "amount", "currency", "stage", "closes_on", "reason")


def parse(raw: Mapping[str, Any], defaults: Defaults) -> Opportunity:
    """The row's opportunity. Raises RowError."""
    currency = fields.currency(raw, "currency", defaults.currency)
    return Opportunity(
        opportunity_id=fields.identifier(raw, "opportunity_id"),
        account_id=fields.identifier(raw, "account_id"),
        amount=optional_money(raw, "amount", currency),
        currency=currency,
        stage=fields.choice(raw, "stage", STAGES) or "open",
        closes_on=dates.day(raw, "closes_on"),
        reason=fields.text(raw, "reason", 10_000),
        said=read_said(raw, ("amount",)),
    )
