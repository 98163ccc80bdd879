"""Place a snippet: in a theme, in none, or out of every count; and take that back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.assignments import find_place
from voc.db.decisions import add_decision, find_snippet_decision, get_decision, undo_decisions
from voc.db.snippets import find_missing
from voc.domain.decisions import Decision, Kind, memberships_under
from voc.errors import InputError, NotFoundError
from voc.usecases.curating.decide import Decided, Ground, get_open_theme, request_effect, take_ground


def place_snippet(session: Session, snippet_id: str, theme_id: str | None, made_by: str, now: datetime) -> Decided:
    """The snippet belongs to the theme, None: to none. Where it is there already this confirms it. It replaces what was decided of the snippet before.

    Raises NotFoundError for a snippet, InputError for a theme that is none, ConflictError for a theme that was merged, dismissed or is an area.
    """
    return place_snippets(session, {snippet_id: theme_id}, made_by, now)[0]


def place_snippets(session: Session, places: Mapping[str, str | None], made_by: str, now: datetime) -> list[Decided]:
    """Each snippet to its theme, at once. Raises as `place_snippet` does, and then places none."""
    ground = take_ground(session)
    for snippet_id in places:
        _check_snippet(session, snippet_id)
    for theme_id in sorted({theme for theme in places.values() if theme is not None}):
        try:
            get_open_theme(session, ground, theme_id)
        except NotFoundError as error:
            raise InputError(f"theme_id: {error}") from None
    return [_place(session, ground, snippet_id, theme_id, made_by, now) for snippet_id, theme_id in places.items()]


def _place(session: Session, ground: Ground, snippet_id: str, theme_id: str | None, made_by: str, now: datetime) -> Decided:
    standing = find_snippet_decision(session, snippet_id)
    if standing is not None and standing.kind != "ignore" and _follow(ground, standing.theme_id) == theme_id:
        return Decided(standing, None)
    kind: Kind = "confirm" if _find_place_now(session, ground, snippet_id) == theme_id else "move"
    return _replace(session, ground, standing, kind, snippet_id, theme_id, made_by, now)


def ignore_snippet(session: Session, snippet_id: str, made_by: str, now: datetime) -> Decided:
    """The snippet counts nowhere. It replaces what was decided of the snippet before. Raises NotFoundError."""
    ground = take_ground(session)
    _check_snippet(session, snippet_id)
    standing = find_snippet_decision(session, snippet_id)
    if standing is not None and standing.kind == "ignore":
        return Decided(standing, None)
    return _replace(session, ground, standing, "ignore", snippet_id, None, made_by, now)


def release_snippet(session: Session, snippet_id: str, kinds: Sequence[Kind], undone_by: str, now: datetime) -> Decided:
    """Undo what stands of the snippet, if it is of one of these kinds. Raises NotFoundError where nothing such stands."""
    ground = take_ground(session)
    _check_snippet(session, snippet_id)
    standing = find_snippet_decision(session, snippet_id)
    if standing is None or standing.kind not in kinds:
        raise NotFoundError(f"no decision of this kind stands on {snippet_id}")
    undo_decisions(session, [standing.id], undone_by, now)
    return Decided(get_decision(session, standing.id), request_effect(session, ground.run, now))


def _replace(
    session: Session, ground: Ground, standing: Decision | None, kind: Kind, snippet_id: str, theme_id: str | None, made_by: str, now: datetime
) -> Decided:
    if standing is not None:
        undo_decisions(session, [standing.id], made_by, now)
    decision = add_decision(session, kind, [snippet_id], made_by, now, theme_id=theme_id)
    return Decided(decision, request_effect(session, ground.run, now))


def _check_snippet(session: Session, snippet_id: str) -> None:
    if find_missing(session, [snippet_id]):
        raise NotFoundError(f"there is no snippet {snippet_id}")


def _follow(ground: Ground, theme_id: str | None) -> str | None:
    return ground.rulings.merged.get(theme_id, theme_id) if theme_id is not None else None


def _find_place_now(session: Session, ground: Ground, snippet_id: str) -> str | None:
    place = find_place(session, ground.run.id, snippet_id)
    return memberships_under({snippet_id: place} if place else {}, ground.decisions, ground.run.started_at).get(snippet_id)
