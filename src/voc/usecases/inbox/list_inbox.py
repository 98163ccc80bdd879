"""List the inbox: snippets that want a person, each with what a person needs to decide of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import find_last_act
from voc.db.feedback_reading import FeedbackFilter, StoredFeedback, list_feedback
from voc.db.inbox import find_waiting, list_owners, list_waiting
from voc.db.mentions import Quote, QuoteFilter, list_quotes
from voc.db.notes import list_notes
from voc.db.run_accounts import find_run_accounts
from voc.db.runs import Run
from voc.db.tags import list_tags_of
from voc.db.themes import list_labels
from voc.domain.inbox import InboxFilter, Order, Waiting
from voc.domain.notes import Note
from voc.domain.roles import Principal
from voc.errors import NotFoundError
from voc.usecases.feedback.read_feedback import see_items

AROUND = 2  # snippets shown before and after, of the same item
NOTES = 500


@dataclass(frozen=True, slots=True)
class InboxCard:
    """A snippet that wants a person. `before` and `after`: what was said around it in the same item; `account`: its figures in the run; `suggestions`:
    (theme id, label, probability), the best first; `tags`: (id, name) of those that people gave; `owner`: the user who is to look after it; `is_new`: it came
    since the reader was here last."""

    waiting: Waiting
    quote: Quote
    item: StoredFeedback
    before: Sequence[Quote]
    after: Sequence[Quote]
    account: Mapping[str, Any] | None
    suggestions: Sequence[tuple[str, str, float]]
    tags: Sequence[tuple[str, str]]
    notes: Sequence[Note]
    owner: str | None
    is_new: bool


def list_inbox(
    session: Session, run: Run, which: InboxFilter, reader: Principal, now: datetime, limit: int, offset: int = 0, order: Order = "doubt"
) -> list[InboxCard]:
    """The cards, the most doubtful or the newest first."""
    return _complete(session, run, list_waiting(session, run.id, which, now, limit, offset, order), reader, now)


def get_card(session: Session, run: Run, snippet_id: str, reader: Principal, now: datetime) -> InboxCard:
    """One snippet's card, whether it waits or not. Raises NotFoundError."""
    found = find_waiting(session, run.id, snippet_id)
    if found is None:
        raise NotFoundError(f"the current ranking has no snippet {snippet_id}")
    return _complete(session, run, [found], reader, now)[0]


def find_last_visit(session: Session, reader: Principal, now: datetime) -> datetime | None:
    """When the reader did anything last before today: what came since is new to them."""
    return find_last_act(session, reader.id, datetime.combine(now.date(), time.min, UTC))


def _complete(session: Session, run: Run, waiting: Sequence[Waiting], reader: Principal, now: datetime) -> list[InboxCard]:
    if not waiting:
        return []
    ids, item_ids = [w.snippet_id for w in waiting], sorted({w.feedback_id for w in waiting})
    said: dict[str, list[Quote]] = {}
    for quote in list_quotes(session, run.id, QuoteFilter(items=item_ids), 200 * len(item_ids)):
        said.setdefault(quote.feedback_id, []).append(quote)
    quotes = {q.id: q for q in list_quotes(session, run.id, QuoteFilter(snippets=ids), len(ids))}
    items = {i.id: i for i in see_items(session, reader, list_feedback(session, FeedbackFilter(ids=item_ids), len(item_ids)))}
    accounts = find_run_accounts(session, run.id, sorted({i.account for i in items.values() if i.account}))
    labels, tags, owners, since = list_labels(session), list_tags_of(session, item_ids), list_owners(session, ids), find_last_visit(session, reader, now)
    notes: dict[str, list[Note]] = {}
    for note in list_notes(session, NOTES, snippets=ids):
        notes.setdefault(str(note.snippet_id), []).append(note)
    cards = []
    for w in waiting:
        quote, around = quotes[w.snippet_id], sorted(said[w.feedback_id], key=lambda q: q.position)
        at = quote.position
        cards.append(
            InboxCard(
                waiting=w,
                quote=quote,
                item=items[w.feedback_id],
                before=[q for q in around if q.position < at][-AROUND:],
                after=[q for q in around if q.position > at][:AROUND],
                account=accounts.get(quote.account or ""),
                suggestions=[(theme, labels[theme], share) for theme, share in w.themes if theme in labels],
                tags=tags.get(w.feedback_id, []),
                notes=notes.get(w.snippet_id, []),
                owner=owners.get(w.snippet_id),
                is_new=since is not None and w.came_at > since,
            )
        )
    return cards


def narrowed_to_new(session: Session, which: InboxFilter, reader: Principal, now: datetime) -> InboxFilter:
    """The filter on what came since the reader was here last; all of it on a first visit."""
    return replace(which, since=find_last_visit(session, reader, now))
