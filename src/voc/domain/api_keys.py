"""The text of secrets: API keys, sessions and sign-in links. Only their SHA-256 is ever stored.

A key is `voc_`, 256 random bits and a checksum, in base 62: a scanner can tell one from other text, and a mistyped one is refused without a look-up.
"""

import hashlib
import secrets
import zlib

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PREFIX = "voc_"
_SECRET = 43  # characters of base 62 that hold 256 bits
_CHECKSUM = 6


def make_key() -> str:
    """A new key. It is shown once and never stored."""
    secret = _base62(secrets.randbits(256), _SECRET)
    return f"{_PREFIX}{secret}{_checksum(secret)}"


def is_key(text: str) -> bool:
    """Whether the text is formed like a key, checksum included."""
    secret, checksum = text[len(_PREFIX) : -_CHECKSUM], text[-_CHECKSUM:]
    return text.isascii() and text.startswith(_PREFIX) and len(secret) == _SECRET and checksum == _checksum(secret)


def make_token() -> str:
    """A new secret of a session or a link: 256 random bits, safe in a URL and a cookie."""
    return secrets.token_urlsafe(32)


def hash_secret(text: str) -> str:
    """Hex SHA-256: what is stored of a key or token. It needs no salt, for the secret is random."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _checksum(secret: str) -> str:
    return _base62(zlib.crc32(secret.encode()), _CHECKSUM)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))
