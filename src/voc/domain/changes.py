"""Changes: what somebody changed, when, from what to what. The audit log is the list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from voc.domain.roles import Action


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something. `id`: a user's, a key's, a session's, or one of those below."""

    id: str
    name: str


MACHINE = Actor("machine", "voc")
COMMAND_LINE = Actor("command_line", "the command line")
NOBODY = Actor("nobody", "somebody not signed in")


class ChangeKind(StrEnum):
    """What kind of thing was changed, and how."""

    THEME_EDITED = "theme.edited"
    DECISION_MADE = "decision.made"
    DECISION_UNDONE = "decision.undone"
    PROPOSAL_REFUSED = "proposal.refused"
    THEME_LINKED = "theme.linked"
    ACCOUNT_TOLD = "account.told"
    VIEW_KEPT = "view.kept"
    HEALTH_OVERRIDDEN = "health.overridden"
    SNIPPET_MARKED = "snippet.marked"
    SNIPPET_ASSIGNED = "snippet.assigned"
    BOILERPLATE_RULED = "boilerplate.ruled"
    TAGGED = "feedback.tagged"
    NOTE_CHANGED = "note.changed"
    WEIGHTS_ACCEPTED = "weights.accepted"
    FEEDBACK_RECEIVED = "feedback.received"
    FEEDBACK_ERASED = "feedback.erased"
    IMPORT_BEGUN = "import.begun"
    IMPORT_DONE = "import.done"
    IMPORT_UNDONE = "import.undone"
    IMPORT_REQUESTED = "import.requested"
    REFRESH_REQUESTED = "refresh.requested"
    REPORT_CHANGED = "report.changed"
    USER_CHANGED = "user.changed"
    USER_EDITED = "user.edited"
    KEY_CHANGED = "key.changed"
    SETTING_CHANGED = "setting.changed"
    DOMAIN_ASSIGNED = "domain.assigned"
    ORIGIN_IGNORED = "origin.ignored"
    PROFILE_CHANGED = "profile.changed"
    SIGNED_IN = "session.started"


# Kinds after which figures that are computed on being asked for may be others.
FIGURES = (
    ChangeKind.THEME_EDITED, ChangeKind.DECISION_MADE, ChangeKind.DECISION_UNDONE, ChangeKind.HEALTH_OVERRIDDEN, ChangeKind.WEIGHTS_ACCEPTED,
    ChangeKind.FEEDBACK_RECEIVED, ChangeKind.FEEDBACK_ERASED, ChangeKind.DOMAIN_ASSIGNED, ChangeKind.IMPORT_DONE, ChangeKind.IMPORT_UNDONE,
    ChangeKind.REPORT_CHANGED,
)  # fmt: skip

UNDOING: Mapping[ChangeKind, Action] = {  # what can be taken back, and the action that taking it back is
    ChangeKind.THEME_EDITED: Action.DECIDE,
    ChangeKind.DECISION_MADE: Action.DECIDE,
    ChangeKind.DECISION_UNDONE: Action.DECIDE,
    ChangeKind.PROPOSAL_REFUSED: Action.DECIDE,
    ChangeKind.THEME_LINKED: Action.DECIDE,
    ChangeKind.BOILERPLATE_RULED: Action.DECIDE,
    ChangeKind.ACCOUNT_TOLD: Action.DECIDE,
    ChangeKind.VIEW_KEPT: Action.KEEP_VIEWS,
    ChangeKind.HEALTH_OVERRIDDEN: Action.JUDGE_HEALTH,
    ChangeKind.SNIPPET_MARKED: Action.TAG,
    ChangeKind.SNIPPET_ASSIGNED: Action.TAG,
    ChangeKind.TAGGED: Action.TAG,
    ChangeKind.NOTE_CHANGED: Action.TAG,
    ChangeKind.USER_EDITED: Action.ADMINISTER,
    ChangeKind.SETTING_CHANGED: Action.ADMINISTER,
    ChangeKind.DOMAIN_ASSIGNED: Action.WRITE,
    ChangeKind.ORIGIN_IGNORED: Action.WRITE,
    ChangeKind.WEIGHTS_ACCEPTED: Action.ACCEPT_WEIGHTS,
    ChangeKind.IMPORT_REQUESTED: Action.WRITE,
    ChangeKind.IMPORT_BEGUN: Action.WRITE,
    ChangeKind.IMPORT_DONE: Action.WRITE,
    ChangeKind.FEEDBACK_RECEIVED: Action.WRITE,
}

# What an import leaves in the log: that somebody asked for it, that it began, and what it brought. The first of them is what it is undone by.
IMPORTING = (ChangeKind.IMPORT_REQUESTED, ChangeKind.IMPORT_BEGUN, ChangeKind.IMPORT_DONE, ChangeKind.FEEDBACK_RECEIVED)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `noun_id` names what was changed; `before` and `after` hold its changed fields: empty before it was, or after it went."""

    id: str
    happened_at: datetime
    actor: Actor
    kind: ChangeKind
    noun_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    act: str  # the first change of what was done at once
    undone_at: datetime | None = None

    @property
    def can_undo(self) -> bool:
        """Whether its kind can be taken back, and nobody has done so. An import is taken back by the change that it began with."""
        return self.kind in UNDOING and self.undone_at is None and (self.kind not in IMPORTING or self.id == self.act)
