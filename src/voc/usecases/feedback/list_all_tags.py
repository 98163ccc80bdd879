"""List the tags on feedback: those that people gave, and those that came with it."""

from sqlalchemy.orm import Session

from voc.db.tags import list_imported_tags, list_tags
from voc.domain.tags import Tag
from voc.engine.privacy.hide import hide_personal_data
from voc.usecases.shared.own_hiding import hiding_of


def list_all_tags(session: Session) -> list[Tag]:
    """Given ones first, each kind by how often it is used. What a source sent may name people: that is hidden."""
    return [*list_tags(session), *(Tag(None, hide_personal_data(tag.name, hiding_of(session)), tag.items) for tag in list_imported_tags(session))]
