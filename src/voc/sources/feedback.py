"""Rows of a feedback file."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from voc.domain.feedback import AUTHOR_ROLES, RATING_RANGES, FeedbackItem, Kind
from voc.errors import RowError
from voc.sources import dates, fields
from voc.sources.defaults import Defaults
from voc.sources.numbers import number, round_stored

REQUIRED = ("source", "external_id", "kind", "occurred_at", "text")
FIELDS = (
    *REQUIRED,
    "account_id",
    "account_domain",
    "author_name",
    "author_email",
    "author_role",
    "rating",
    "rating_scale",
    "url",
    "tags",
    "language",
    "updated_at",
)
TEXT_LIMIT = 1_000_000  # characters: what spaCy reads in one piece
TAG_LIMIT = 100
_KNOWN = frozenset(FIELDS)
_KINDS = tuple(kind.value for kind in Kind)
_RATED = (Kind.NPS, Kind.CSAT, Kind.REVIEW)  # these may be a rating without words
_RATING_LIMIT = Decimal(10) ** 9


def parse(raw: Mapping[str, Any], defaults: Defaults) -> FeedbackItem:
    """The row's item. Raises RowError. A survey's answer or a review may be a rating without words."""
    kind = Kind(fields.required(fields.choice(raw, "kind", _KINDS), "kind"))
    occurred_at = fields.required(dates.moment(raw, "occurred_at", defaults.today), "occurred_at")
    rating, scale = _rating(raw, kind)
    words = fields.words(raw, "text") or ""
    if len(words) > TEXT_LIMIT:
        raise RowError("text", f"is longer than {TEXT_LIMIT:,} characters; split it into several items")
    if not words.strip() and not (kind in _RATED and rating is not None):
        raise RowError("text", "is missing")
    attributes = fields.attributes(raw, _KNOWN)
    try:
        revised_at = dates.moment(raw, "updated_at", defaults.today)
    except RowError:  # not a column of the contract: what cannot be read as a time is an attribute like any other
        revised_at, attributes = None, fields.attributes(raw, _KNOWN - {"updated_at"})
    return FeedbackItem(
        source=fields.identifier(raw, "source"),
        external_id=fields.identifier(raw, "external_id"),
        kind=kind,
        occurred_at=occurred_at,
        text=words if words.strip() else "",
        revised_at=revised_at or occurred_at,
        account_ref=fields.reference(raw, "account_id"),
        account_domain=fields.domain(raw, "account_domain"),
        author_name=fields.text(raw, "author_name"),
        author_email=fields.email(raw, "author_email"),
        author_role=fields.choice(raw, "author_role", AUTHOR_ROLES) or "customer",
        rating=rating,
        rating_scale=scale,
        url=fields.url(raw, "url"),
        tags=_tags(raw),
        language=language.lower() if (language := fields.text(raw, "language", 35)) else None,
        attributes=attributes,
    )


def _rating(raw: Mapping[str, Any], kind: Kind) -> tuple[Decimal | None, str | None]:
    """The rating and its scale; an NPS answer's scale is known. A rating on no known scale is kept as a number."""
    scale = fields.choice(raw, "rating_scale", RATING_RANGES) or ("nps" if kind is Kind.NPS else None)
    said = (fields.text(raw, "rating") or "").lower()
    found = Decimal(said == "good") if scale == "good_bad" and said in ("good", "bad") else number(raw, "rating")
    if found is None:
        return None, None
    least, most = RATING_RANGES[scale] if scale else (-_RATING_LIMIT, _RATING_LIMIT)
    if not least <= found <= most:
        raise RowError("rating", f"{found} is outside {scale or 'any scale'}: expected {least} to {most}")
    return round_stored(found), scale


def _tags(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """A list, or one text with commas, semicolons or bars between; sorted, each once."""
    value = raw.get("tags")
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = value.strip().strip("[]")
    parts: list[Any] = value if isinstance(value, list) else re.split(r"[,;|]", fields.plain(value, "tags") or "")
    found = {tag for part in parts if (tag := fields.text({"tags": part}, "tags", TAG_LIMIT))}
    if len(found) > TAG_LIMIT:
        raise RowError("tags", f"are more than {TAG_LIMIT}")
    return tuple(sorted(found))
