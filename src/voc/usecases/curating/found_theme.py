"""Found a theme: snippets, wherever they are now, become a theme of their own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.assignments import list_memberships
from voc.db.decisions import add_decision
from voc.db.themes import save_themes
from voc.domain.decisions import memberships_under
from voc.domain.ids import new_id
from voc.domain.themes import Theme
from voc.errors import ConflictError, InputError
from voc.usecases.curating.decide import Decided, check_snippets, request_effect, take_ground
from voc.usecases.curating.edit_theme import read_label


def found_theme(session: Session, snippet_ids: Sequence[str], label: str, made_by: str, now: datetime) -> tuple[list[Decided], Theme]:
    """The new theme, which is there at once, and a decision for each theme, or none, that gives snippets to it.

    Raises NotFoundError before the first ranking, InputError for a snippet or label that is none, ConflictError where a theme would be left empty: then it is
    renamed or merged.
    """
    ground = take_ground(session)
    wanted = tuple(sorted(set(snippet_ids)))
    if not wanted:
        raise InputError("snippet_ids: name one snippet at least")
    check_snippets(session, wanted)
    new = Theme(new_id("thm"), read_label(label), label_source="person")
    places = memberships_under(list_memberships(session, ground.run.id), ground.decisions, ground.run.started_at)
    parts: dict[str | None, list[str]] = {}
    for snippet in wanted:
        parts.setdefault(places.get(snippet), []).append(snippet)
    for theme_id, part in parts.items():
        if theme_id is not None and len(part) == sum(place == theme_id for place in places.values()):
            raise ConflictError(f"these are all {len(part)} snippets of {theme_id}: rename that theme, or leave one in it")
    save_themes(session, [new], ground.run.id)
    made = [add_decision(session, "split", part, made_by, now, theme_id=theme_id, into_id=new.id) for theme_id, part in parts.items()]
    job_id = request_effect(session, ground.run, now)
    return [Decided(decision, job_id) for decision in made], new
