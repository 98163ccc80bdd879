"""What the usual systems call a status, a kind, a role, a rating."""

import re
from collections.abc import Mapping
from decimal import Decimal

from voc.sources.fields import slug
from voc.sources.settling.stages import read_stage

# Each field's values -> the words for them, as `slug` writes words.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "active": "customer live current paying subscribed non_renewing in_trial_converted ok renewed onboarding",
        "churned": "lost cancelled canceled former inactive closed churn ended expired deleted ex_customer",
        "trial": "trialing trialling in_trial poc pilot evaluation free_trial",
    },
    "kind": {
        "ticket": "support_ticket case incident problem request question conversation support bug task issue service_request",
        "call_note": "call note meeting transcript call_transcript notes",
        "email": "e_mail mail",
        "chat": "message messages im live_chat slack",
        "review": "reviews app_review",
        "nps": "nps_response survey_nps",
        "csat": "csat_response satisfaction survey",
        "sales_note": "sales opportunity_note deal_note",
    },
    "author_role": {
        "customer": "end_user enduser user requester external contact visitor lead client public",
        "agent": "admin staff internal support teammate bot operator team_member employee",
    },
}
_READ = {field: {word: value for value, words in values.items() for word in words.split()} for field, values in _WORDS.items()}
_NO_RATING = frozenset("offered unoffered not_offered none no_rating n/a na _ skipped".split())
_MOODS = ("extremely unhappy", "very unhappy", "unhappy", "neutral", "happy", "very happy", "extremely happy")  # Freshdesk's seven
_STARS = re.compile(r"([★⭐🌟]+)([☆✩]*)\ufe0f?")
_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:/|of|von|out of|sur|de)\s?(\d+)", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"(\d{1,2})\s?(?:-|–|:|=|\.\s|\()\s?[^\W\d].*")
_SCALES = {5: "csat5", 7: "ces7", 10: "nps"}


def read_word(field: str, cell: str) -> str:
    """The contract's word for a system's; the cell as it is where nobody here knows it."""
    return read_stage(cell) if field == "stage" else _READ.get(field, {}).get(slug(cell), cell)


def read_rating(cell: str) -> tuple[str, str | None] | None:
    """A rating as people and systems write it: the number, and its scale where the cell tells one; None where it says that nobody rated."""
    said = " ".join(cell.split())
    if slug(said) in _NO_RATING:
        return None
    if said.lower() in _MOODS:  # seven steps, laid on the five of a satisfaction
        return str(round(1 + Decimal(_MOODS.index(said.lower())) * 4 / 6, 2)), "csat5"
    if stars := _STARS.fullmatch(said.replace("\ufe0f", "")):
        return str(len(stars[1])), "csat5" if len(said.replace("\ufe0f", "")) in (1, 2, 3, 4, 5) else None
    if parts := _OF.fullmatch(said):
        return parts[1].replace(",", "."), _SCALES.get(int(parts[2]))
    if first := _NUMBER_FIRST.fullmatch(said):
        return first[1], None
    return said, None
