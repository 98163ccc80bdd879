"""Feedback items and the snippets they are split into."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from voc.domain.ids import derive_id


class Kind(StrEnum):
    """What sort of feedback an item is."""

    CALL_NOTE = "call_note"
    TICKET = "ticket"
    NPS = "nps"
    CSAT = "csat"
    CHAT = "chat"
    EMAIL = "email"
    REVIEW = "review"
    SALES_NOTE = "sales_note"


RATING_RANGES: Mapping[str, tuple[Decimal, Decimal]] = {
    "nps": (Decimal(0), Decimal(10)),
    "csat5": (Decimal(1), Decimal(5)),
    "ces7": (Decimal(1), Decimal(7)),
    "good_bad": (Decimal(0), Decimal(1)),
}
# Up to the first a rating is that of somebody dissatisfied, from the second on of somebody satisfied: NPS's detractors and promoters, and the like.
_VERDICTS: Mapping[str, tuple[Decimal, Decimal]] = {
    "nps": (Decimal(6), Decimal(9)),
    "csat5": (Decimal(2), Decimal(4)),
    "ces7": (Decimal(3), Decimal(6)),
    "good_bad": (Decimal(0), Decimal(1)),
}
AUTHOR_ROLES = ("customer", "agent")

_BETWEEN_WORDS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """One thing that reached the company: a ticket, a call's notes, a survey's comment.

    `account_ref` and `account_domain` are what the source said of the account. `revised_at` orders deliveries of the same item: the source's `updated_at`
    where it sends one, else `occurred_at`.
    """

    source: str
    external_id: str
    kind: Kind
    occurred_at: datetime
    text: str
    revised_at: datetime
    account_ref: str | None = None
    account_domain: str | None = None
    author_name: str | None = None
    author_email: str | None = None
    author_role: str = "customer"
    rating: Decimal | None = None
    rating_scale: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """`fbk_...`, from (source, external_id), which is unique for ever."""
        return feedback_id(self.source, self.external_id)


@dataclass(frozen=True, slots=True)
class Snippet:
    """One point of a feedback item.

    `start` and `end` are offsets into the item's raw text, so that it can be highlighted where it stands; `text` is that stretch as a reader sees it (markup
    off, personal data hidden). `passage` numbers the stretch of prose; `context` is what our own side said right before.
    """

    id: str
    feedback_id: str
    position: int
    passage: int
    start: int
    end: int
    text: str
    text_hash: str
    language: str
    context: str | None = None


def is_satisfied(rating: Decimal, scale: str) -> bool | None:
    """Whether who rated so is satisfied; None in between, and on a scale that is not known."""
    if scale not in _VERDICTS:
        return None
    dissatisfied, satisfied = _VERDICTS[scale]
    return True if rating >= satisfied else False if rating <= dissatisfied else None


def feedback_id(source: str, external_id: str) -> str:
    """The id of the item that a source knows by `external_id`."""
    return derive_id("fbk", source, external_id)


def fold_source(source: str) -> str:
    """What all spellings of a source have in common: neither case nor what stands between its words tells two sources apart."""
    return _BETWEEN_WORDS.sub("_", source.strip().casefold())


def spell_sources(sources: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """How each source is spelled: as it is where that is known, else as the first known one of the same source, else as the first of `sources` spells it."""
    exact = set(known)
    first: dict[str, str] = {}
    for name in known:
        first.setdefault(fold_source(name), name)
    return {name: name if name in exact else first.setdefault(fold_source(name), name) for name in sources}


def list_spellings(source: str, known: Sequence[str]) -> list[str]:
    """What somebody may mean by a source: that one where it is known, else the known ones that are the same source; never nothing."""
    alike = [name for name in known if fold_source(name) == fold_source(source)]
    return [source] if source in alike else alike or [source]


def snippet_id(feedback: str, position: int, text_hash: str) -> str:
    """The id of a snippet: the same as long as its item says the same at the same place."""
    return derive_id("snp", feedback, str(position), text_hash)


def hash_text(text: str) -> str:
    """Hex SHA-256 over the NFC form with white space folded: equal for texts that a reader could not tell apart."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()
