"""Split a theme: some of its snippets become a theme of their own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.asks import list_ask_members
from voc.db.decisions import add_decision
from voc.db.themes import save_themes
from voc.domain.ids import new_id
from voc.domain.themes import Theme
from voc.errors import ConflictError, InputError
from voc.usecases.curating.decide import Decided, Ground, check_snippets, get_open_theme, list_members_now, request_effect, take_ground
from voc.usecases.curating.edit_theme import read_label


def split_theme(
    session: Session, theme_id: str, snippet_ids: Sequence[str], label: str | None, made_by: str, now: datetime, *, ask_ids: Sequence[str] = ()
) -> tuple[Decided, Theme]:
    """The snippets, and those of the asks, leave the theme for a new one, which is there at once; without a label the next run names it.

    Raises NotFoundError for a theme, InputError for a snippet, ask or label that is none, ConflictError where a snippet is not in the theme or all of its are
    named.
    """
    ground = take_ground(session)
    theme = get_open_theme(session, ground, theme_id)
    part = choose_part(session, ground, theme_id, snippet_ids, ask_ids)
    new = name_part(new_id("thm"), theme, label)
    save_themes(session, [new], ground.run.id)
    split = add_decision(session, "split", part, made_by, now, theme_id=theme_id, into_id=new.id)
    return Decided(split, request_effect(session, ground.run, now)), new


def choose_part(session: Session, ground: Ground, theme_id: str, snippet_ids: Sequence[str], ask_ids: Sequence[str]) -> tuple[str, ...]:
    """What leaves the theme, sorted. Raises as `split_theme` does."""
    named = set(snippet_ids)
    check_snippets(session, sorted(named))
    members = set(list_members_now(session, ground, theme_id))
    if strangers := sorted(named - members):
        raise ConflictError(f"{strangers[0]} is not in {theme_id}: move it there first, or leave it out")
    by_ask = list_ask_members(session, ground.run.id, theme_id, ask_ids)
    if unknown := [ask for ask in ask_ids if ask not in by_ask]:
        raise InputError(f"ask_ids: {theme_id} has no ask {unknown[0]}")
    wanted = named | {snippet for snippets in by_ask.values() for snippet in snippets if snippet in members}
    if not wanted:
        raise InputError("snippet_ids: name one snippet or ask at least")
    if len(wanted) == len(members):
        raise ConflictError(f"these are all {len(wanted)} snippets of {theme_id}: nothing would stay in it")
    return tuple(sorted(wanted))


def name_part(new: str, theme: Theme, label: str | None) -> Theme:
    """The new theme. Until the next run has seen it, an unlabelled one is called after where it came from."""
    return Theme(new, read_label(label), label_source="person") if label is not None else Theme(new, f"{theme.label} (split off)")
