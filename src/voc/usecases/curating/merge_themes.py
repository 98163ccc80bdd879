"""Merge themes: some become part of another, for good or until it is undone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.decisions import add_decision
from voc.domain.decisions import check_merge
from voc.domain.themes import Theme
from voc.errors import InputError, NotFoundError
from voc.usecases.curating.decide import Decided, Ground, get_open_theme, list_members_now, request_effect, take_ground


def merge_themes(session: Session, into_id: str, theme_ids: Sequence[str], made_by: str, now: datetime) -> list[Decided]:
    """The themes become part of `into_id`; a decision each, which can be undone by itself.

    Raises NotFoundError where `into_id` is none, InputError where another is none, ConflictError where one may not become part of the other.
    """
    ground = take_ground(session)
    wanted = tuple(theme.id for theme in choose_parts(session, ground, into_id, theme_ids)[1:])
    members = [list_members_now(session, ground, theme_id) for theme_id in wanted]
    merges = [add_decision(session, "merge", m, made_by, now, theme_id=theme, into_id=into_id) for theme, m in zip(wanted, members, strict=True)]
    job_id = request_effect(session, ground.run, now)
    return [Decided(merge, job_id) for merge in merges]


def choose_parts(session: Session, ground: Ground, into_id: str, theme_ids: Sequence[str]) -> list[Theme]:
    """The theme that the others become part of, and the others, each once. Raises as `merge_themes` does."""
    themes = [get_open_theme(session, ground, into_id)]
    for theme_id in dict.fromkeys(theme_ids):
        check_merge(ground.rulings, theme_id, into_id)
        try:
            themes.append(get_open_theme(session, ground, theme_id))
        except NotFoundError as error:
            raise InputError(f"theme_ids: {error}") from None
    return themes
