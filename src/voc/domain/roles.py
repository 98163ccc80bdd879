"""Who may do what: one table. Which address needs which action stands in `voc_api/access.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from voc.errors import ForbiddenError, InputError


class Role(StrEnum):
    """What somebody is to the service."""

    PM = "pm"
    CSM = "csm"
    LEADERSHIP = "leadership"
    ADMIN = "admin"


class Action(StrEnum):
    """What somebody may want to do."""

    READ = "read"
    SEE_PEOPLE = "see who wrote feedback, and the raw text of it"
    WRITE = "bring in feedback, imports and refreshes"
    DECIDE = "decide what themes are and what belongs to them"
    TAG = "tag and annotate feedback"
    JUDGE_HEALTH = "say what an account's health is"
    APPROVE_REPORTS = "approve and freeze reports"
    ACCEPT_WEIGHTS = "accept the weights of the health's signals"
    KEEP_VIEWS = "keep views of their own"
    ADMINISTER = "manage users, keys and settings"


_TEAM = frozenset((Role.PM, Role.CSM, Role.ADMIN))
_ADMIN = frozenset((Role.ADMIN,))

MAY: Mapping[Action, frozenset[Role]] = {
    Action.READ: frozenset(Role),
    Action.SEE_PEOPLE: _TEAM,
    Action.WRITE: _TEAM,
    Action.DECIDE: _TEAM,
    Action.TAG: _TEAM,
    Action.JUDGE_HEALTH: _TEAM,
    Action.APPROVE_REPORTS: frozenset((Role.PM, Role.ADMIN)),
    Action.ACCEPT_WEIGHTS: _ADMIN,
    Action.KEEP_VIEWS: frozenset(Role),
    Action.ADMINISTER: _ADMIN,
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `id` tells askers apart: a user's, a key's, or a session's. `email` is a user's, by which accounts are theirs."""

    id: str
    name: str
    role: Role
    email: str | None = None

    def may(self, action: Action) -> bool:
        """Whether the role allows it."""
        return self.role in MAY[action]

    def require(self, action: Action) -> None:
        """Raises ForbiddenError where the role does not allow it."""
        if not self.may(action):
            raise ForbiddenError(f"the role {self.role} may not {action}; {', '.join(sorted(MAY[action]))} may")


def find_role(name: str) -> Role:
    """The role of this name. Raises InputError, listing the roles."""
    if name not in set(Role):
        raise InputError(f"there is no role '{name}'; roles are {', '.join(Role)}")
    return Role(name)
