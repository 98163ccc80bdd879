"""Ids: a prefix that names the kind of thing, then 26 characters.

Ids of things that have a natural key are derived from it, so that importing or refreshing twice, on any machine, gives the same ids.
"""

import base64
import hashlib
import secrets
from typing import Literal

Prefix = Literal[
    "thm", "fbk", "snp", "acc", "run", "rep", "job", "tag", "usr", "key", "hook", "ask", "dec", "alr", "ovr", "wgt", "chg", "viw", "lnk", "dlv", "nte", "prp",
    "bpl",
]  # fmt: skip

_LENGTH = 26  # characters of 5 bits: 130 bits


def derive_id(prefix: Prefix, *key: str) -> str:
    """The id of the thing with this natural key, e.g. `derive_id("fbk", "zendesk", "8123")`. The same on every machine."""
    digest = hashlib.sha256("\x1f".join((prefix, *key)).encode("utf-8", "surrogatepass")).digest()
    return f"{prefix}_{_base32(digest)}"


def new_id(prefix: Prefix) -> str:
    """A random id, for things without a natural key."""
    return f"{prefix}_{_base32(secrets.token_bytes(20))}"


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw[:20]).decode().lower()[:_LENGTH]  # 20 bytes make 32 characters
