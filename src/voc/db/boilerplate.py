"""Boilerplate: what the run that was published last recognised, and what people say of it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voc.db.people_tables import BoilerplateRow, BoilerplateRulingRow
from voc.db.upsert import insert_rows
from voc.domain.boilerplate import Boilerplate, ListedBoilerplate, Ruling


def save_boilerplate(session: Session, found: Sequence[Boilerplate], now: datetime) -> None:
    """Replace it all; a sentence that was not among it is first seen `now`."""
    seen = dict(session.execute(select(BoilerplateRow.key, BoilerplateRow.first_seen)).all())
    session.execute(delete(BoilerplateRow))
    if found:
        insert_rows(session, BoilerplateRow, [asdict(one) | {"first_seen": seen.get(one.key, now)} for one in found])


def list_boilerplate(session: Session) -> list[ListedBoilerplate]:
    """All of it, what is in the most items first."""
    wanted = select(BoilerplateRow, BoilerplateRulingRow).outerjoin(BoilerplateRulingRow, BoilerplateRulingRow.key == BoilerplateRow.key)
    rows = session.execute(wanted.order_by(BoilerplateRow.items.desc(), BoilerplateRow.key))
    return [_value(row, ruling) for row, ruling in rows]


def find_boilerplate(session: Session, key: str) -> ListedBoilerplate | None:
    """The sentence of this key."""
    row = session.get(BoilerplateRow, key)
    return _value(row, session.get(BoilerplateRulingRow, key)) if row else None


def list_boilerplate_rulings(session: Session) -> dict[str, bool]:
    """By key, whether people called a sentence boilerplate."""
    return dict(session.execute(select(BoilerplateRulingRow.key, BoilerplateRulingRow.is_boilerplate)).all())


def find_boilerplate_ruling(session: Session, key: str) -> bool | None:
    """Whether people called the sentence boilerplate; None where they said nothing."""
    return session.scalar(select(BoilerplateRulingRow.is_boilerplate).where(BoilerplateRulingRow.key == key))


def save_boilerplate_ruling(session: Session, key: str, ruling: bool | None, made_by: str, now: datetime) -> None:
    """Let this hold of the sentence, whatever was said before; None: nothing is said of it."""
    if ruling is None:
        session.execute(delete(BoilerplateRulingRow).where(BoilerplateRulingRow.key == key))
    else:
        session.merge(BoilerplateRulingRow(key=key, is_boilerplate=ruling, made_by=made_by, made_at=now))
    session.flush()


def _value(row: BoilerplateRow, ruling: BoilerplateRulingRow | None) -> ListedBoilerplate:
    found = Boilerplate(row.key, row.text, row.items, row.accounts, row.reason, row.feedback_id)
    return ListedBoilerplate(found, row.first_seen, Ruling(ruling.is_boilerplate, ruling.made_by, ruling.made_at) if ruling else None)
