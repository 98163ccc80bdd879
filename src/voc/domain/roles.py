"""Who may do what: one table."""

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
    SEE_AUTHORS = "see who wrote feedback"
    WRITE = "bring in feedback, imports and refreshes"
    DECIDE = "decide what themes are and what belongs to them"
    JUDGE_HEALTH = "say what an account's health is"
    ACCEPT_WEIGHTS = "accept the weights of the health's signals"
    MANAGE_KEYS = "manage keys"
    APPROVE_REPORTS = "approve, freeze and restate reports"


_TEAM = frozenset((Role.PM, Role.CSM, Role.ADMIN))

MAY: Mapping[Action, frozenset[Role]] = {
    Action.READ: frozenset(Role),
    Action.SEE_AUTHORS: _TEAM,
    Action.WRITE: _TEAM,
    Action.DECIDE: _TEAM,
    Action.JUDGE_HEALTH: _TEAM,
    Action.ACCEPT_WEIGHTS: frozenset((Role.ADMIN,)),
    Action.MANAGE_KEYS: frozenset((Role.ADMIN,)),
    Action.APPROVE_REPORTS: frozenset((Role.PM, Role.ADMIN)),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `id` tells askers apart and names no person."""

    id: str
    name: str
    role: Role

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
