"""The filters of the pages, as the address holds them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from voc.db.feedback_counts import list_origins
from voc.domain.evidence import end_of_day
from voc.domain.feedback import Kind
from voc.domain.name_lists import split_names
from voc.errors import InputError
from voc.usecases.shared.score_themes import EvidenceFilter

EVIDENCE = ("source", "kind", "segment", "since", "until", "as_of")
TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """Which evidence a page's figures stand on, and how its links say so."""

    evidence: EvidenceFilter
    pairs: tuple[tuple[str, str], ...]

    @property
    def is_all(self) -> bool:
        """Whether nothing is narrowed."""
        return self.evidence.is_all


def read_evidence(request: Request) -> EvidenceChoice:
    """The evidence filters of the address. Raises InputError for a kind or date that is none."""
    params = request.query_params
    kinds = values_of(params, "kind")
    if unknown := set(kinds) - set(Kind):
        raise InputError(f"there is no kind of feedback '{min(unknown)}'; kinds are {', '.join(Kind)}")
    since, until = day_of(params, "since"), day_of(params, "as_of") or day_of(params, "until")  # as the API and as the form call it
    return EvidenceChoice(
        EvidenceFilter(
            sources=values_of(params, "source"),
            kinds=kinds,
            segments=values_of(params, "segment"),
            since=datetime.combine(since, time.min, UTC) if since else None,
            as_of=end_of_day(until) if until else None,
        ),
        tuple((name, value) for name, value in params.multi_items() if name in EVIDENCE and value),
    )


def values_of(params: QueryParams, name: str) -> tuple[str, ...]:
    """`a,b` and `a&...=b` alike."""
    return tuple(dict.fromkeys(split_names(params.getlist(name))))


def text_of(params: QueryParams, name: str) -> str:
    """One value, "" where there is none. Raises InputError for one that is too long."""
    value = params.get(name, "").strip()
    if len(value) > TEXT_LIMIT:
        raise InputError(f"{name} is longer than {TEXT_LIMIT} characters")
    return value


def amount_of(params: QueryParams, name: str) -> Decimal | None:
    """An amount such as 100000, 100,000, 100k or 2.5M. Raises InputError."""
    text = text_of(params, name).replace(",", "").replace(" ", "")
    if not text:
        return None
    times = {"k": 1_000, "m": 1_000_000}.get(text[-1].lower(), 1)
    try:
        value = Decimal(text if times == 1 else text[:-1]) * times
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise InputError(f"'{text}' is not an amount: write it as 100000 or 100k")
    return value


def flag_of(params: QueryParams, name: str) -> bool | None:
    """true, false, or None where nothing is asked. Raises InputError."""
    text = text_of(params, name)
    if text not in ("", "true", "false"):
        raise InputError(f"{name} is true or false")
    return None if not text else text == "true"


def page_of(params: QueryParams) -> int:
    """The page's number, from 1. Raises InputError."""
    text = params.get("page", "1")
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:7]) <= 100_000:
        raise InputError(f"'{text[:20]}' is not the number of a page")
    return int(text[:7])


def list_choices(session: Session) -> dict[str, list[str]]:
    """What the source and kind filters offer."""
    origins = list_origins(session)
    return {"source": sorted({source for source, _ in origins}), "kind": sorted({kind for _, kind in origins})}


def day_of(params: QueryParams, name: str) -> date | None:
    """A day of the address; None without one. Raises InputError."""
    text = text_of(params, name)
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"{name}: '{text}' is not a date: write it as 2026-10-31") from None
    if day and not 1990 <= day.year <= 2100:
        raise InputError(f"{name}: {day} is out of range: 1990 to 2100")
    return day
