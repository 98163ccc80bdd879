"""Fill in the currency of rows that name none: their account's, where it is stored."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from voc.db.accounts import list_stated

KINDS = ("accounts", "arr", "opportunities")


def names_none(value: Any) -> bool:
    """Whether the value's row names no currency: it has the reporting one until its account tells another."""
    return value.said is not None and "currency" not in value.said


def fill_currencies(session: Session, kind: str, values: Sequence[Any]) -> list[Any]:
    """The values, in order, those whose rows name no currency in that of their account."""
    if kind not in KINDS:
        return list(values)
    stated = list_stated(session, list(dict.fromkeys(value.account_id for value in values if names_none(value))))
    return [replace(value, currency=stated[value.account_id][1]) if names_none(value) and value.account_id in stated else value for value in values]
