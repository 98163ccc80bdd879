"""Mark snippets in the inbox: as done, so that they want nobody any more, or to come back to a person later."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.inbox import EVERYBODY, delete_mark, has_mark, save_mark
from voc.db.session import actor_of
from voc.domain.changes import ChangeKind
from voc.usecases.curating.decide import check_snippets

LATER = timedelta(hours=20)  # what was put off comes back the next working day


def mark_done(session: Session, snippet_ids: Sequence[str], now: datetime) -> None:
    """They want nobody any more. Raises InputError for a snippet that is none."""
    _mark(session, snippet_ids, EVERYBODY, None, now)


def put_off(session: Session, snippet_ids: Sequence[str], now: datetime) -> None:
    """They stay away from this person's inbox for LATER. Raises InputError for a snippet that is none."""
    _mark(session, snippet_ids, actor_of(session).id, now + LATER, now)


def unmark(session: Session, snippet_id: str, owner_id: str, now: datetime) -> None:
    """The snippet wants people again."""
    if delete_mark(session, snippet_id, owner_id):
        add_change(session, ChangeKind.SNIPPET_MARKED, snippet_id, now, before={"owner_id": owner_id}, after={})


def _mark(session: Session, snippet_ids: Sequence[str], owner_id: str, until: datetime | None, now: datetime) -> None:
    check_snippets(session, snippet_ids)
    for snippet_id in dict.fromkeys(snippet_ids):
        if until is None and has_mark(session, snippet_id, owner_id):
            continue
        save_mark(session, snippet_id, owner_id, until, actor_of(session).name, now)
        add_change(session, ChangeKind.SNIPPET_MARKED, snippet_id, now, after={"owner_id": owner_id})
