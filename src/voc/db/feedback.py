"""Feedback items: one row for ever by (source, external_id), its latest content, and the hashes of what it said before."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, inspect, select, tuple_, update
from sqlalchemy.orm import Session

from voc.db.account_matching import match_items
from voc.db.import_journal import note_row
from voc.db.source_names import spell_alike
from voc.db.tables import FeedbackRevisionRow, FeedbackRow
from voc.db.upsert import Outcome, chunked, hold_import_lock, insert_rows, mark_import
from voc.domain.feedback import FeedbackItem


@dataclass(slots=True)
class Delivered:
    """What is known of an item's deliveries: the content that stands and since when, and former contents by hash. `content_hash` None: the item is new."""

    content_hash: str | None = None
    revised_at: datetime | None = None
    former: dict[str, datetime] = field(default_factory=dict)

    def judge(self, content_hash: str, revised_at: datetime) -> Outcome:
        """What a delivery does to the item, recorded here.

        An older one never overwrites a newer one; of two at the same time the later delivery stands, and the former one is known when it is delivered again.
        """
        if self.content_hash is None or self.revised_at is None:
            self.content_hash, self.revised_at = content_hash, revised_at
            return Outcome.ADDED
        if content_hash == self.content_hash:
            self.revised_at = max(self.revised_at, revised_at)
            return Outcome.UNCHANGED
        seen = self.former.get(content_hash)
        if revised_at < self.revised_at or (seen is not None and revised_at <= seen):
            return Outcome.UNCHANGED
        self.former[self.content_hash] = self.revised_at
        self.content_hash, self.revised_at = content_hash, revised_at
        return Outcome.UPDATED

    def to_json(self) -> str:
        """A line that `from_json` reads back."""
        former = {key: moment.isoformat() for key, moment in self.former.items()}
        return json.dumps([self.content_hash, self.revised_at and self.revised_at.isoformat(), former])

    @classmethod
    def from_json(cls, line: str) -> "Delivered":
        """What `to_json` wrote."""
        content_hash, revised_at, former = json.loads(line)
        return cls(content_hash, revised_at and datetime.fromisoformat(revised_at), {key: datetime.fromisoformat(moment) for key, moment in former.items()})


def hash_content(item: FeedbackItem) -> str:
    """Hex SHA-256 over all that the item says (not over when it was revised), equal for equal Unicode in NFC."""
    parts = [
        item.kind.value,
        item.occurred_at.isoformat(),
        item.text,
        item.account_ref,
        item.account_domain,
        item.author_name,
        item.author_email,
        item.author_role,
        None if item.rating is None else format(item.rating.normalize(), "f"),
        item.rating_scale,
        item.url,
        sorted(item.tags),
        item.language,
        sorted(item.attributes.items()),
    ]
    return hashlib.sha256(unicodedata.normalize("NFC", json.dumps(parts, ensure_ascii=False)).encode("utf-8", "surrogatepass")).hexdigest()


def read_delivered(session: Session, ids: Iterable[str]) -> dict[str, Delivered]:
    """What is known of each `fbk_` id; a new item's is empty."""
    wanted = sorted(set(ids))
    delivered = {item_id: Delivered() for item_id in wanted}
    for some in chunked(wanted):
        for row in session.execute(select(FeedbackRow.id, FeedbackRow.content_hash, FeedbackRow.revised_at).where(FeedbackRow.id.in_(some))):
            delivered[row.id].content_hash, delivered[row.id].revised_at = row.content_hash, row.revised_at
        former = select(FeedbackRevisionRow.feedback_id, FeedbackRevisionRow.content_hash, FeedbackRevisionRow.revised_at)
        for row in session.execute(former.where(FeedbackRevisionRow.feedback_id.in_(some))):
            delivered[row.feedback_id].former[row.content_hash] = row.revised_at
    return delivered


class SavedItem(NamedTuple):
    """What saving did with an item (`fbk_` id), and the `acc_` id of the account it is matched to (None: unmatched)."""

    id: str
    outcome: Outcome
    account: str | None


def judge_feedback(session: Session, items: Sequence[FeedbackItem], delivered: dict[str, Delivered]) -> list[SavedItem]:
    """What `save_feedback` would do, with nothing written. `delivered` is `read_delivered`'s for the items' ids and is brought up to date."""
    judged = ((item.id, hash_content(item), item.revised_at) for item in items)
    outcomes = [(item_id, delivered[item_id].judge(content, moment)) for item_id, content, moment in judged]
    return [SavedItem(item_id, outcome, account) for (item_id, outcome), account in zip(outcomes, match_items(session, items), strict=True)]


def save_feedback(session: Session, items: Sequence[FeedbackItem]) -> list[SavedItem]:
    """Save items by (source, external_id), matched to their accounts. One answer per item, in order; where an id repeats each is a delivery of its own.

    A source that is known in another spelling is that one.

    Other content is a revision: the former one goes to the revisions and, where the text differs, the item is to be split again.
    """
    hold_import_lock(session)
    items = spell_alike(session, items)
    keyed = [(item.id, item, hash_content(item)) for item in items]
    delivered = read_delivered(session, (item_id for item_id, _, _ in keyed))
    former = {item_id: dict(known.former) for item_id, known in delivered.items()}
    before = {item_id: (known.content_hash, known.revised_at) for item_id, known in delivered.items()}
    texts = _load_texts(session, {item_id for item_id, _, content in keyed if before[item_id][0] not in (None, content)})
    saved: list[SavedItem] = []
    standing: dict[str, tuple[FeedbackItem, str | None]] = {}
    revisions: dict[tuple[str, str], dict[str, Any]] = {}
    for (item_id, item, content), account in zip(keyed, match_items(session, items), strict=True):
        known = delivered[item_id]
        former_hash, former_moment = known.content_hash, known.revised_at
        outcome = known.judge(content, item.revised_at)
        if outcome is Outcome.UPDATED:
            text = standing[item_id][0].text if item_id in standing else texts[item_id]
            revisions[item_id, str(former_hash)] = {"feedback_id": item_id, "content_hash": former_hash, "revised_at": former_moment, "text": text}
        if outcome is not Outcome.UNCHANGED:
            standing[item_id] = item, account
        saved.append(SavedItem(item_id, outcome, account))
    rows = {item_id: _row(item_id, item, delivered[item_id], account) for item_id, (item, account) in standing.items()}
    _note_rows(session, rows, former)
    _write(session, rows, before, texts)
    if rows:
        mark_import(session)
    _keep_revisions(session, revisions)
    later = [
        {"id": item_id, "revised_at": known.revised_at}
        for item_id, known in delivered.items()
        if item_id not in rows and known.revised_at is not None and known.revised_at != before[item_id][1]
    ]
    if later:
        session.execute(update(FeedbackRow), later)
    return saved


def _note_rows(session: Session, rows: Mapping[str, Any], former: Mapping[str, Mapping[str, datetime]]) -> None:
    columns = inspect(FeedbackRow).columns.keys()
    stood: dict[str, dict[str, Any]] = {}
    for some in chunked(sorted(rows)):
        found = session.execute(select(*(getattr(FeedbackRow, name) for name in columns)).where(FeedbackRow.id.in_(some)))
        stood.update((row.id, dict(zip(columns, row, strict=True))) for row in found)
    for item_id in rows:
        note_row(session, FeedbackRow, [item_id], stood.get(item_id), former[item_id])


def _load_texts(session: Session, ids: set[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for some in chunked(sorted(ids)):
        texts.update(session.execute(select(FeedbackRow.id, FeedbackRow.text).where(FeedbackRow.id.in_(some))).all())
    return texts


def _row(item_id: str, item: FeedbackItem, delivered: Delivered, account: str | None) -> dict[str, Any]:
    return {
        "id": item_id,
        "source": item.source,
        "external_id": item.external_id,
        "kind": item.kind.value,
        "occurred_at": item.occurred_at,
        "revised_at": delivered.revised_at,
        "text": item.text,
        "content_hash": delivered.content_hash,
        "account": account,
        "account_ref": item.account_ref,
        "account_domain": item.account_domain,
        "author_name": item.author_name,
        "author_email": item.author_email,
        "author_role": item.author_role,
        "rating": item.rating,
        "rating_scale": item.rating_scale,
        "url": item.url,
        "tags": list(item.tags),
        "language": item.language,
        "attributes": dict(item.attributes),
    }


def _write(session: Session, rows: Mapping[str, dict[str, Any]], before: Mapping[str, tuple[str | None, datetime | None]], texts: Mapping[str, str]) -> None:
    added = [{**row, "split_by": None} for key, row in rows.items() if before[key][0] is None]
    changed = [(row, texts[key] != row["text"]) for key, row in rows.items() if before[key][0] is not None]
    if added:
        insert_rows(session, FeedbackRow, added)
    if same_text := [row for row, other_text in changed if not other_text]:
        session.execute(update(FeedbackRow), same_text)
    if other_text := [{**row, "split_by": None} for row, other in changed if other]:
        session.execute(update(FeedbackRow), other_text)


def _keep_revisions(session: Session, revisions: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    for some in chunked(list(revisions)):
        session.execute(delete(FeedbackRevisionRow).where(tuple_(FeedbackRevisionRow.feedback_id, FeedbackRevisionRow.content_hash).in_(some)))
    if revisions:
        insert_rows(session, FeedbackRevisionRow, list(revisions.values()))
