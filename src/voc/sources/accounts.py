"""Rows of an accounts file."""

from collections.abc import Mapping
from typing import Any

from voc.domain.accounts import STATUSES, Account
from voc.sources import dates, fields, recurring
from voc.sources.defaults import Defaults
from voc.sources.said import read_said

REQUIRED = ("account_id", "name")
FIELDS = (
    *REQUIRED,
    "arr",
    "currency",
    "domain",
    "segment",
    "plan",
    "industry",
    "region",
    "renews_on",
    "started_on",
    "csm_email",
    "parent_account_id",
    "status",
    *recurring.FIELDS,
)
_KNOWN = frozenset(FIELDS) - frozenset(recurring.FIELDS)  # what the ARR was made of stays with the account


def parse(raw: Mapping[str, Any], defaults: Defaults) -> Account:
    """The row's account. Raises RowError."""
    currency = fields.currency(raw, "currency", defaults.currency)
    domains = fields.domains(raw, "domain")
    return Account(
        account_id=fields.identifier(raw, "account_id"),
        name=fields.required(fields.text(raw, "name"), "name"),
        arr=recurring.read_arr(raw, currency),
        currency=currency,
        domain=domains[0] if domains else None,
        further_domains=domains[1:],
        segment=fields.text(raw, "segment"),
        plan=fields.text(raw, "plan"),
        industry=fields.text(raw, "industry"),
        region=fields.text(raw, "region"),
        renews_on=dates.day(raw, "renews_on"),
        started_on=dates.day(raw, "started_on"),
        csm_email=fields.email(raw, "csm_email"),
        parent_account_id=fields.reference(raw, "parent_account_id"),
        status=fields.choice(raw, "status", STATUSES) or "active",
        attributes=fields.attributes(raw, _KNOWN),
        said=read_said(raw, ("arr", *recurring.INSTEAD), recurring.FIELDS),
    )
