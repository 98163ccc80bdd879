"""Rows of a catalogue file: the product's features."""

from collections.abc import Mapping
from typing import Any

from voc.domain.accounts import FEATURE_STATUSES, Feature
from voc.sources import dates, fields
from voc.sources.defaults import Defaults
from voc.sources.said import read_said

REQUIRED = ("feature_id", "name", "description")
FIELDS = (*REQUIRED, "status", "plan", "released_on", "url")


def parse(raw: Mapping[str, Any], defaults: Defaults) -> Feature:
    """The row's feature. Raises RowError."""
    return Feature(
        feature_id=fields.identifier(raw, "feature_id"),
        name=fields.required(fields.text(raw, "name"), "name"),
        description=fields.required(fields.text(raw, "description", 20_000), "description"),
        status=fields.choice(raw, "status", FEATURE_STATUSES) or "released",
        plan=fields.text(raw, "plan"),
        released_on=dates.day(raw, "released_on"),
        url=fields.url(raw, "url", fields.NAME_LIMIT),
        said=read_said(raw),
    )
