"""Hash a password, and check one: argon2id. Both take a good part of a tenth of a second, so nobody calls them within a transaction."""

from dataclasses import dataclass
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from voc.errors import InputError

SHORTEST, LONGEST = 10, 200  # characters
MEMORY_KIB, PASSES, LANES = 47_104, 1, 1  # OWASP Password Storage Cheat Sheet; one lane, so that a sign-in takes one core


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """Whether a password is right. `renewed` is its hash by today's parameters, where it was stored by others."""

    is_right: bool
    renewed: str | None = None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES),))


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


def check_password(stored: str | None, password: str) -> PasswordCheck:
    """Compare it with a stored hash. With None it takes as long and is wrong, so that the time does not tell whose address is known."""
    is_right, renewed = _hasher().verify_and_update(password[: LONGEST + 1].encode("utf-8", "surrogatepass"), stored or _nobodys_hash())
    return PasswordCheck(is_right, renewed) if stored else PasswordCheck(is_right=False)
