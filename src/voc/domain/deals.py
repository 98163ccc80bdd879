"""Opportunities on a day: what was open then, and what it is worth at that day's rate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from voc.domain.accounts import Opportunity, account_key
from voc.domain.money import FxTable


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity as it stood on a day. `account` is an `acc_` id, of a known account or not; `amount` is yearly, in the reporting currency, None where
    nobody told it or no rate is known."""

    id: str
    account: str
    stage: str
    amount: Decimal | None


def deal_on(opportunity: Opportunity, day: date, known_on: date, fx: FxTable) -> Deal:
    """The opportunity at the end of `day`, as it is known on `known_on`: one that has closed since was still open.

    A closed one whose day to close lies ahead even of `known_on` closed early, at a day that is not known. The rate is the day's, or that of the day it closed
    on.
    """
    closes_on, stage = opportunity.closes_on, opportunity.stage
    if stage != "open" and closes_on is not None and day < closes_on <= known_on:
        stage = "open"
    rate_day = closes_on if stage != "open" and closes_on is not None and closes_on < day else day
    return Deal(opportunity.opportunity_id, account_key(opportunity.account_id), stage, fx.convert(opportunity.amount, opportunity.currency, rate_day))
