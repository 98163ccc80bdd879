"""Read feedback: items as a role may see them, never their raw text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.feedback_reading import FeedbackFilter, StoredFeedback, get_feedback, list_feedback
from voc.db.mentions import Quote, QuoteFilter, list_quotes
from voc.db.runs import find_current_run
from voc.db.snippets import list_points
from voc.domain.roles import Action, Principal
from voc.engine.clean import read_aligned, readable_text
from voc.engine.privacy.hide import Hiding, hide_personal_data
from voc.usecases.shared.own_hiding import hiding_of

LISTED_CHARS = 20_000  # of an item's raw text in a list; one item is read whole
CUT_EDGE = 200  # characters at a cut that are left off, for half an address or number is not recognised there
SNIPPETS_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A snippet in its item's readable text: from `start` up to `end`, in characters."""

    snippet_id: str
    start: int
    end: int


def read_feedback(session: Session, which: FeedbackFilter, reader: Principal, limit: int, after: tuple[datetime, str] | None = None) -> list[StoredFeedback]:
    """The newest items first, as the reader may see them; very long texts are cut."""
    return see_items(session, reader, list_feedback(session, which, limit, after))


def see_items(session: Session, reader: Principal, items: Sequence[StoredFeedback]) -> list[StoredFeedback]:
    """The items as the reader may see them; very long texts are cut."""
    return [_seen_by(reader, item, text, hiding_of(session)) for item, text in zip(items, read_texts(session, items, reader, LISTED_CHARS), strict=True)]


def read_item(session: Session, item_id: str, reader: Principal) -> tuple[StoredFeedback, list[Quote]]:
    """One item whole, with its snippets and their places in the current run. Raises NotFoundError."""
    item, run = get_feedback(session, item_id), find_current_run(session)
    seen = _seen_by(reader, item, read_texts(session, [item], reader)[0], hiding_of(session))
    return seen, list_quotes(session, run.id, QuoteFilter(feedback_id=item_id), SNIPPETS_SHOWN) if run else []


def read_texts(session: Session, items: Sequence[StoredFeedback], reader: Principal, limit: int | None = None) -> list[str]:
    """What the reader may see of each item's text, in the items' order, cut to about `limit` characters: the readable text. For who may not see people it is
    the points that were made of it, one a line: greetings, signatures and the turns of a call name those who wrote and spoke."""
    if reader.may(Action.SEE_PEOPLE):
        return [shorten(item.text, limit or len(item.text), hiding_of(session)) for item in items]
    points = list_points(session, [item.id for item in items])
    texts = ["\n".join(points.get(item.id, ())) for item in items]
    return [text if limit is None or len(text) <= limit else f"{text[:limit].rstrip()} \u2026" for text in texts]


def locate_snippets(session: Session, item_id: str, quotes: Sequence[Quote], reader: Principal) -> list[Mark]:
    """Where the item's snippets stand in its readable text, in order; of two that overlap the first. None for who may not see that text.

    Raises NotFoundError.
    """
    if not reader.may(Action.SEE_PEOPLE):
        return []
    text = read_aligned(get_feedback(session, item_id).text, hiding_of(session))
    found = sorted((*text.target(quote.start, quote.end), quote.id) for quote in quotes if quote.start < quote.end)
    marks: list[Mark] = []
    for start, end, snippet in found:
        if start < end and (not marks or start >= marks[-1].end):
            marks.append(Mark(snippet, start, end))
    return marks


def shorten(raw: str, limit: int, hiding: Hiding) -> str:
    """The readable text, of a raw text over the limit only its beginning and an ellipsis."""
    return readable_text(raw, hiding) if len(raw) <= limit else readable_text(raw[:limit], hiding)[:-CUT_EDGE].rstrip() + " \u2026"


def _seen_by(reader: Principal, item: StoredFeedback, text: str, hiding: Hiding) -> StoredFeedback:
    seen = replace(item, text=text, tags=[hide_personal_data(str(tag), hiding) for tag in item.tags])
    if reader.may(Action.SEE_PEOPLE):
        return replace(seen, attributes=_hidden(item.attributes, hiding))
    # What a source adds of its own may name the author as well.
    return replace(seen, author_name=None, author_email=None, attributes={})


def _hidden(attributes: Mapping[str, Any], hiding: Hiding) -> Mapping[str, Any]:
    return {key: hide_personal_data(value, hiding) if isinstance(value, str) else value for key, value in attributes.items()}
