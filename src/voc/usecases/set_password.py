"""Set a password, and know it again: argon2id, with the library's parameters of the day."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session

from voc.db.users import User, save_user
from voc.errors import InputError

SHORTEST, LONGEST = 10, 200  # characters


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("a password that nobody has")


def hash_password(password: str, email: str) -> str:
    """What is stored of it. Raises InputError for one that is too short, too long, or the e-mail address."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"password: {SHORTEST} to {LONGEST} characters")
    if password.strip().lower() in (email, email.partition("@")[0]) or len(set(password)) < 4:
        raise InputError("password: choose one that is harder to guess")
    return _hasher().hash(password.encode("utf-8", "surrogatepass"))


def check_password(session: Session, user: User | None, password: str) -> bool:
    """Whether it is the user's. For nobody it takes as long, so that the time does not tell whose address is known."""
    kept = (user and user.password_hash) or _nobodys_hash()
    is_right, renewed = _hasher().verify_and_update(password[: LONGEST + 1].encode("utf-8", "surrogatepass"), kept)
    if user is None or user.password_hash is None or not is_right:
        return False
    if renewed:
        save_user(session, user.id, {"password_hash": renewed})
    return True
