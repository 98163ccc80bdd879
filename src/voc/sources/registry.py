"""The kinds of files, and what each is read by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from voc.errors import InputError
from voc.sources import accounts, arr, catalogue, feedback, fx, opportunities, signals
from voc.sources.defaults import Defaults

__all__ = ["KINDS", "Defaults", "SourceKind", "find_kind"]


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of file.

    `parse` makes a domain value of a raw row or raises RowError; `key` is the value's natural key, the same for two rows about one thing.
    """

    name: str
    noun: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    parse: Callable[[Mapping[str, Any], Defaults], Any]
    key: Callable[[Any], tuple[str | date, ...]]


KINDS: Mapping[str, SourceKind] = {
    kind.name: kind
    for kind in (
        SourceKind("accounts", "account", accounts.FIELDS, accounts.REQUIRED, accounts.parse, lambda row: (row.account_id,)),
        SourceKind("feedback", "feedback item", feedback.FIELDS, feedback.REQUIRED, feedback.parse, lambda row: (row.source, row.external_id)),
        SourceKind("arr", "account and day", arr.FIELDS, arr.REQUIRED, arr.parse, lambda row: (row.account_id, row.effective_on)),
        SourceKind("opportunities", "opportunity", opportunities.FIELDS, opportunities.REQUIRED, opportunities.parse, lambda row: (row.opportunity_id,)),
        SourceKind(
            "signals", "account, signal and day", signals.FIELDS, signals.REQUIRED, signals.parse, lambda row: (row.account_id, row.signal, row.observed_on)
        ),
        SourceKind("catalogue", "feature", catalogue.FIELDS, catalogue.REQUIRED, catalogue.parse, lambda row: (row.feature_id,)),
        SourceKind("fx", "currency and day", fx.FIELDS, fx.REQUIRED, fx.parse, lambda row: (row.currency, row.as_of)),
    )
}


def find_kind(name: str) -> SourceKind:
    """The kind of this name. Raises InputError, listing the kinds, where there is none."""
    if name not in KINDS:
        raise InputError(f"{name!r} is not a kind of file; voc reads {', '.join(KINDS)}")
    return KINDS[name]
