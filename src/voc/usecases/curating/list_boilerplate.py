"""List boilerplate in the API's shape."""

from sqlalchemy.orm import Session

from voc.db import boilerplate
from voc.domain.boilerplate import ListedBoilerplate
from voc.rendering.shapes import Shape, moment


def list_boilerplate(session: Session) -> list[Shape]:
    """What the run that was published last recognised, what is in the most items first."""
    return [_shape(one) for one in boilerplate.list_boilerplate(session)]


def _shape(one: ListedBoilerplate) -> Shape:
    said = one.ruling
    return {
        "object": "boilerplate",
        "id": one.found.key,
        "text": one.found.text,
        "items": one.found.items,
        "accounts": one.found.accounts,
        "reason": one.found.reason,
        "feedback_id": one.found.feedback_id,
        "first_seen": moment(one.first_seen),
        "is_left_out": one.is_left_out,
        "ruling": {"is_boilerplate": said.is_boilerplate, "made_by": said.made_by, "made_at": moment(said.made_at)} if said else None,
    }
