"""Say that a recurring sentence is boilerplate, or that it is feedback after all. It holds for ever, and the next refresh goes by it."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.boilerplate import find_boilerplate, find_boilerplate_ruling, save_boilerplate_ruling
from voc.db.changes import add_change
from voc.db.decisions import hold_decision_lock
from voc.db.runs import find_current_run
from voc.db.session import actor_of
from voc.domain.changes import ChangeKind
from voc.errors import NotFoundError
from voc.usecases.curating.decide import request_effect


def rule_boilerplate(session: Session, key: str, ruling: bool | None, now: datetime) -> str | None:
    """`ruling`: whether it is boilerplate, None to leave that to the machine again. The id of the job that lets it take effect, None where it was said already.

    Raises NotFoundError for a key that is neither listed nor ruled on.
    """
    hold_decision_lock(session)
    before = find_boilerplate_ruling(session, key)
    if before is None and find_boilerplate(session, key) is None:
        raise NotFoundError(f"there is no boilerplate {key}")
    if before == ruling:
        return None
    save_boilerplate_ruling(session, key, ruling, actor_of(session).name, now)
    facts = [{} if said is None else {"is_boilerplate": said} for said in (before, ruling)]
    add_change(session, ChangeKind.BOILERPLATE_RULED, key, now, before=facts[0], after=facts[1])
    run = find_current_run(session)
    return request_effect(session, run, now) if run else None
