"""The API's shapes of who was heard and who was not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from voc.domain.evidence import Window
from voc.domain.exposure import RENEWAL_DAYS
from voc.domain.money import Money
from voc.domain.months import Month
from voc.domain.silence import QUIET_DAYS, Channel, Coverage, QuietAccount
from voc.rendering.formats import first_day
from voc.rendering.shapes import Shape, arr_of, day, moment, money


@dataclass(frozen=True, slots=True)
class MonthCoverage:
    """The customers at a month's end that were heard in it, as far as the window holds it: from `since` to `until`."""

    month: Month
    since: date
    until: date
    coverage: Coverage

    @property
    def complete(self) -> bool:
        """Whether the window holds the whole month."""
        return self.since.day == 1 and self.until == self.month.last


def silence(
    window: Window,
    currency: str,
    whole: Coverage,
    segments: Mapping[str | None, Coverage],
    channels: Mapping[Channel, Coverage],
    months: Sequence[MonthCoverage],
    quiet: Sequence[QuietAccount],
) -> Shape:
    """Coverage of the customers on the window's last day, at that day's ARR and rates, and the quiet ones among them."""
    return {
        "object": "silence",
        "since": day(first_day(window.since)),
        "window": {"since": moment(window.since), "as_of": moment(window.as_of)},
        "as_of": moment(window.as_of),
        "currency": currency,
        "whole": coverage(whole, currency),
        "segments": [{"segment": name, **coverage(found, currency)} for name, found in segments.items()],
        "channels": [{"source": source, "kind": kind, **coverage(found, currency)} for (source, kind), found in channels.items()],
        "months": [
            {"month": str(m.month), "since": day(m.since), "until": day(m.until), "complete": m.complete, **coverage(m.coverage, currency)} for m in months
        ],
        "quiet_days": QUIET_DAYS,
        "renewal_days": RENEWAL_DAYS,
        "quiet_accounts": [_quiet(q, currency) for q in quiet],
    }


def coverage(found: Coverage, currency: str) -> Shape:
    """Of how many how many were heard; shares to four places."""
    return {
        "accounts": found.accounts,
        "heard_accounts": found.heard_accounts,
        "account_share": _round(found.account_share),
        "arr": money(Money(found.arr, currency)),
        "heard_arr": money(Money(found.heard_arr, currency)),
        "arr_share": _round(found.arr_share),
        "unknown_arr_accounts": found.unknown_arr,
    }


def _quiet(found: QuietAccount, currency: str) -> Shape:
    facts = found.facts
    return {
        "account": {"id": facts.id, "name": facts.name},
        "account_id": facts.account_id,
        "arr": arr_of(facts, currency),
        "segment": facts.segment,
        "renews_on": day(facts.renews_on),
        "owner": facts.csm_email,
        "last_contact": moment(found.last_heard),
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
