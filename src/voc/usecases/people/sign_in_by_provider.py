"""Sign in by the company's identity provider: whom it vouches for becomes a user's session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.users import find_user, hold_users_lock, save_user
from voc.domain.changes import ChangeKind
from voc.errors import AuthError
from voc.usecases.people.add_user import add_user
from voc.usecases.people.sign_in import start_session


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider vouches for. `subject` names them for good: the issuer, a bar, the issuer's own name for them."""

    subject: str
    email: str
    is_verified: bool
    name: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who may come without having been added: people whose address is of one of `domains`, as `role`; nobody where either is empty."""

    role: str = ""
    domains: Sequence[str] = ()


def start_session_by_provider(session: Session, identity: Identity, welcome: Welcome, now: datetime) -> str:
    """A session's token.

    A user is found by the subject; else the user of the verified address, if none of another subject, is linked to it for good; else somebody welcome is
    added. Raises AuthError for anybody else.
    """
    hold_users_lock(session)
    user = find_user(session, subject=identity.subject)
    if user is None:
        if not identity.email or not identity.is_verified:
            raise AuthError("the identity provider has no verified e-mail address of yours: verify it there and try again")
        user = find_user(session, email=identity.email)
        if user is not None and user.subject is not None:
            raise AuthError(f"{identity.email} signs in as somebody else of the identity provider: ask an admin")
        if user is not None:
            save_user(session, user.id, {"subject": identity.subject})
            add_change(session, ChangeKind.USER_CHANGED, user.id, now, before={"provider": None}, after={"provider": identity.subject})
        elif welcome.role and identity.email.rpartition("@")[2].lower() in {domain.lower() for domain in welcome.domains}:
            name = " ".join(identity.name.split())[:100]
            user = add_user(session, identity.email, name if name.isprintable() and name else identity.email, welcome.role, now, subject=identity.subject)
        else:
            raise AuthError(f"there is no user {identity.email} here: ask an admin to add you")
    if not user.is_active:
        raise AuthError(f"{user.email} may not sign in any more: ask an admin")
    return start_session(session, user, now)
