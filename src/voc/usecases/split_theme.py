"""Split a theme: some of its snippets become a theme of their own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.decisions import add_decision
from voc.db.snippets import find_missing
from voc.db.themes import save_themes
from voc.domain.ids import new_id
from voc.domain.themes import Theme
from voc.errors import ConflictError, InputError
from voc.usecases.decide import Decided, get_open_theme, list_members_now, request_effect, take_ground
from voc.usecases.edit_theme import read_label


def split_theme(session: Session, theme_id: str, snippet_ids: Sequence[str], label: str | None, made_by: str, now: datetime) -> tuple[Decided, Theme]:
    """The snippets leave the theme for a new one, which is there at once; without a label the next run names it.

    Raises NotFoundError for a theme, InputError for a snippet or label that is none, ConflictError where a snippet is not in the theme or all of its are named.
    """
    ground = take_ground(session)
    theme = get_open_theme(session, ground, theme_id)
    wanted = tuple(sorted(set(snippet_ids)))
    if missing := find_missing(session, wanted):
        raise InputError(f"snippet_ids: there is no snippet {missing[0]}")
    members = set(list_members_now(session, ground, theme_id))
    if strangers := [s for s in wanted if s not in members]:
        raise ConflictError(f"{strangers[0]} is not in {theme_id}: move it there first, or leave it out")
    if len(wanted) == len(members):
        raise ConflictError(f"these are all {len(wanted)} snippets of {theme_id}: nothing would stay in it")
    # Until the next run has seen it, an unlabelled theme is called after where it came from.
    new = Theme(new_id("thm"), read_label(label), label_source="person") if label is not None else Theme(new_id("thm"), f"{theme.label} (split off)")
    save_themes(session, [new], ground.run.id)
    split = add_decision(session, "split", wanted, made_by, now, theme_id=theme_id, into_id=new.id)
    return Decided(split, request_effect(session, ground.run, now)), new
