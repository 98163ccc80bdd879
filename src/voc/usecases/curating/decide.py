"""Decide: what every decision of a person is checked against, and how it takes effect. Each kind of decision has a use case of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.assignments import list_members, list_memberships
from voc.db.decisions import find_founding, hold_decision_lock, list_decisions
from voc.db.runs import Run
from voc.db.snippets import find_missing
from voc.db.themes import find_theme, has_run_theme
from voc.domain.decisions import Decision, Rulings, check_open, decided_since, memberships_under, weigh_decisions
from voc.domain.evidence import end_of_day
from voc.domain.themes import Theme
from voc.errors import ConflictError, InputError, NotFoundError
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.request_refresh import request_refresh


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision and the job that lets it take effect; no job where nothing changed, because the decision stood already."""

    decision: Decision
    job_id: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """The ranking that stands, and what people have decided so far."""

    run: Run
    decisions: Sequence[Decision]
    rulings: Rulings

    @property
    def unread(self) -> Sequence[Decision]:
        """The decisions that the run may not have read."""
        return decided_since(self.decisions, self.run.started_at)


def take_ground(session: Session) -> Ground:
    """What a decision is checked against; nobody else decides before this transaction ends. Raises NotFoundError before the first ranking."""
    hold_decision_lock(session)
    return look_at_ground(session)


def look_at_ground(session: Session) -> Ground:
    """What a decision would be checked against, for a preview. Raises NotFoundError before the first ranking."""
    decisions = list_decisions(session)
    return Ground(get_standing_run(session), decisions, weigh_decisions(decisions))


def get_open_theme(session: Session, ground: Ground, theme_id: str) -> Theme:
    """A theme that can take snippets in and give them away.

    Raises NotFoundError for one that is none or in no ranking now, ConflictError for an area and for one that people merged or dismissed.
    """
    theme = find_theme(session, theme_id)
    if theme is None:
        raise NotFoundError(f"there is no theme {theme_id}")
    if theme.level != "theme":
        raise ConflictError(f"{theme_id} is an area, a group of themes: name one of its themes")
    check_open(ground.rulings, theme_id)
    if not has_run_theme(session, ground.run.id, theme_id) and find_founding(session, theme_id) is None:
        raise NotFoundError(f"the theme {theme_id} is not in the current ranking")
    return theme


def list_members_now(session: Session, ground: Ground, theme_id: str) -> tuple[str, ...]:
    """The theme's snippets, sorted, as they will be when all decisions so far have taken effect."""
    if not ground.unread:
        return tuple(list_members(session, ground.run.id, theme_id))
    now = memberships_under(list_memberships(session, ground.run.id), ground.decisions, ground.run.started_at)
    return tuple(sorted(snippet for snippet, theme in now.items() if theme == theme_id))


def check_snippets(session: Session, ids: Sequence[str]) -> None:
    """Raises InputError for an id that names no snippet."""
    if missing := find_missing(session, ids):
        raise InputError(f"snippet_ids: there is no snippet {missing[0]}")


def request_effect(session: Session, run: Run, now: datetime) -> str:
    """The id of the job that applies what was just decided or taken out. A ranking as of the end of a chosen day stays as of that day, any other comes up to
    now."""
    chosen_day = run.as_of == end_of_day(run.as_of.date())
    return request_refresh(session, run.as_of if chosen_day else now, now, to_read=True)
