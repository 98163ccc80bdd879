"""The kinds of files, and what each is read by."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from voc.errors import InputError
from voc.sources import accounts, arr, catalogue, feedback, fx, opportunities, recurring, signals
from voc.sources.defaults import Defaults

__all__ = ["KINDS", "Defaults", "SourceKind", "find_kind"]


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of file.

    `parse` makes a domain value of a raw row or raises RowError; `key` is the value's natural key, the same for two rows about one thing. `dates`, `amounts`
    (the one that counts most first), `numbers` and `ids` are the fields that hold such. `instead`: a required field -> those of which one may stand for it;
    `bound`: a field -> the one that says another thing without it, and goes where it goes.
    """

    name: str
    noun: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    parse: Callable[[Mapping[str, Any], Defaults], Any]
    key: Callable[[Any], tuple[str | date, ...]]
    dates: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bound: Mapping[str, str] = field(default_factory=dict)

    def missing(self, given: Container[object]) -> list[str]:
        """The required fields that are not given, nor one that may stand for them."""
        return [name for name in self.required if name not in given and not any(other in given for other in self.instead.get(name, ()))]


KINDS: Mapping[str, SourceKind] = {
    kind.name: kind
    for kind in (
        SourceKind(
            "accounts",
            "account",
            accounts.FIELDS,
            accounts.REQUIRED,
            accounts.parse,
            lambda row: (row.account_id,),
            dates=("renews_on", "started_on"),
            amounts=("arr", *recurring.INSTEAD),
            numbers=("interval_count", "quantity"),
            ids=("account_id", "parent_account_id"),
            bound=recurring.BOUND,
        ),
        SourceKind(
            "feedback",
            "feedback item",
            feedback.FIELDS,
            feedback.REQUIRED,
            feedback.parse,
            lambda row: (row.source, row.external_id),
            dates=("occurred_at", "updated_at"),
            numbers=("rating",),
            ids=("external_id", "account_id"),
        ),
        SourceKind(
            "arr",
            "account and day",
            arr.FIELDS,
            arr.REQUIRED,
            arr.parse,
            lambda row: (row.account_id, row.effective_on),
            dates=("effective_on",),
            amounts=("arr", *recurring.INSTEAD),
            numbers=("interval_count", "quantity"),
            ids=("account_id",),
            instead={"arr": recurring.INSTEAD},
            bound=recurring.BOUND,
        ),
        SourceKind(
            "opportunities",
            "opportunity",
            opportunities.FIELDS,
            opportunities.REQUIRED,
            opportunities.parse,
            lambda row: (row.opportunity_id,),
            dates=("closes_on",),
            amounts=("amount",),
            ids=("opportunity_id", "account_id"),
        ),
        SourceKind(
            "signals",
            "account, signal and day",
            signals.FIELDS,
            signals.REQUIRED,
            signals.parse,
            lambda row: (row.account_id, row.signal, row.observed_on),
            dates=("observed_on",),
            numbers=("value",),
            ids=("account_id",),
        ),
        SourceKind("catalogue", "feature", catalogue.FIELDS, catalogue.REQUIRED, catalogue.parse, lambda row: (row.feature_id,), dates=("released_on",)),
        SourceKind("fx", "currency and day", fx.FIELDS, fx.REQUIRED, fx.parse, lambda row: (row.currency, row.as_of), dates=("as_of",), numbers=("rate",)),
    )
}


def find_kind(name: str) -> SourceKind:
    """The kind of this name. Raises InputError, listing the kinds, where there is none."""
    if name not in KINDS:
        raise InputError(f"{name!r} is not a kind of file; voc reads {', '.join(KINDS)}")
    return KINDS[name]
