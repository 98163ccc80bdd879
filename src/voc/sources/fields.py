"""Single fields of a raw row. Each function takes the row and a column and returns a value, None where the field is empty, or raises RowError.

A raw value is a string of a CSV or whatever JSON or Parquet held: numbers, booleans, dates, lists. Reasons say what was expected.
"""

import json
import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from babel.numbers import list_currencies

from voc.domain.accounts import clean_domain
from voc.errors import RowError

T = TypeVar("T")
Raw = Mapping[str, Any]

NAME_LIMIT = 500  # characters of a name, as the tables have it
DOMAIN_LIMIT = 100  # of one account
ID_LIMIT = 300  # characters of an id: several of them in one index entry stay below PostgreSQL's 2,700 bytes

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffd]")
_EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"/]+\.[^\s@<>,;\"/]+")
_NAMED_EMAIL = re.compile(r"[^<>]*<([^<>]+)>|[^()]*\(([^()\s]+@[^()\s]+)\)")
_HOST = re.compile(r"[^\s@<>,;\"/\\]+")
_BETWEEN = re.compile(r"[\s,;|\[\]\"']+")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


def required(value: T | None, column: str) -> T:
    """The value; raises RowError where it is None."""
    if value is None:
        raise RowError(column, "is missing")
    return value


def plain(value: Any, column: str) -> str | None:
    """Any raw value as text, not stripped; None for nothing (null, "", a NaN that a data frame left). Half emoji (lone surrogates) become U+FFFD."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            raise RowError(column, "is not UTF-8 text: save the file as UTF-8") from None
    if not isinstance(value, str):
        value = _spelled(value, column)
    if "\0" in value:
        raise RowError(column, "contains a NUL character")
    return (value if value.isascii() else _SURROGATE.sub("\ufffd", value)) or None


def _spelled(value: Any, column: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    try:
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        if isinstance(value, int | Decimal):
            return str(value)
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    except (ValueError, TypeError, RecursionError):
        raise RowError(column, "cannot be read as text") from None


def text(raw: Raw, column: str, limit: int = NAME_LIMIT) -> str | None:
    """One short text, stripped and in NFC; at most `limit` characters."""
    value = words(raw, column)
    if value is None:
        return None
    value = value.strip() if value.isascii() else unicodedata.normalize("NFC", value.strip())
    if len(value) > limit:
        raise RowError(column, f"is longer than {limit:,} characters")
    return value or None


def words(raw: Raw, column: str) -> str | None:
    """A raw value as text, where it is no object."""
    if isinstance(value := raw.get(column), dict):
        parts = [str(name) for name in value][:5]
        raise RowError(column, f"is an object with {', '.join(parts)}: say which of them is meant, such as {column}.{parts[0] if parts else 'name'}")
    return plain(value, column)


def identifier(raw: Raw, column: str) -> str:
    """An id or name that other rows refer to: required, at most 300 characters, nothing invisible in it."""
    return required(reference(raw, column), column)


def reference(raw: Raw, column: str) -> str | None:
    """An `identifier` that may be empty."""
    value = text(raw, column, ID_LIMIT)
    if value and _CONTROL.search(value):
        raise RowError(column, "contains a control or broken character")
    return value


def slug(value: str) -> str:
    """Lower case, with underscores for spaces and hyphens: how column names and choices are compared."""
    return re.sub(r"[\s\-]+", "_", value.strip().lower())


def choice(raw: Raw, column: str, choices: Collection[str]) -> str | None:
    """One of the choices, however it is cased or spaced."""
    value = text(raw, column)
    if value is None or value in choices:
        return value
    if (found := slug(value)) not in choices:
        raise RowError(column, f"is {shown(value)}; expected one of: {', '.join(choices)}")
    return found


def currency(raw: Raw, column: str, default: str) -> str:
    """An ISO 4217 code in upper case; the default where the field is empty."""
    value = (text(raw, column) or default).upper()
    if value not in list_codes():
        raise RowError(column, f"{shown(value)} is not an ISO 4217 currency code such as USD")
    return value


@cache
def list_codes() -> frozenset[str]:
    """The ISO 4217 codes of currencies that money is in."""
    return frozenset(list_currencies()) - {"XXX", "XTS"}


def email(raw: Raw, column: str) -> str | None:
    """An e-mail address in lower case; of `Ada Byron <ada@example.com>` and `Ada Byron (ada@example.com)` the address."""
    value = text(raw, column)
    if value is None:
        return None
    value = (named[1] or named[2] if (named := _NAMED_EMAIL.fullmatch(value)) else value).lower()
    if not _EMAIL.fullmatch(value):
        raise RowError(column, f"{shown(value)} is not an e-mail address")
    return value


def domain(raw: Raw, column: str) -> str | None:
    """A bare lower-case domain, also out of a URL or an e-mail address; of a list in JSON the first."""
    value = text(raw, column)
    if value is None:
        return None
    if value.startswith("["):
        return next(iter(domains(raw, column)), None)
    host = clean_domain(value)
    if host is None or not _HOST.fullmatch(host):
        raise RowError(column, f"{shown(value)} is not a domain such as example.com")
    return host


def domains(raw: Raw, column: str) -> tuple[str, ...]:
    """The domains of a list, or of one text with commas, semicolons, bars or white space between: each once, in order. What else stands there is left out."""
    value = raw.get(column)
    if isinstance(value, str) and value.lstrip().startswith("["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    listed = value if isinstance(value, list) else [words(raw, column)]
    parts = [part for said in listed for part in _BETWEEN.split(plain(said, column) or "") if part]
    found = list(dict.fromkeys(host for part in parts if len(part) <= NAME_LIMIT and (host := clean_domain(part)) and _HOST.fullmatch(host)))
    if parts and not found:
        raise RowError(column, f"{shown(plain(value, column) or '')} is not a domain such as example.com")
    if len(found) > DOMAIN_LIMIT:
        raise RowError(column, f"are more than {DOMAIN_LIMIT}")
    return tuple(found)


def url(raw: Raw, column: str, limit: int = 2_000) -> str | None:
    """An http or https address."""
    value = text(raw, column, limit)
    if value is not None and not _URL.fullmatch(value):
        raise RowError(column, f"{shown(value)} is not an http(s) address")
    return value


def attributes(raw: Raw, known: frozenset[str]) -> dict[str, str]:
    """All columns that are not known, as text, sorted by name; empty ones are left out."""
    kept: dict[str, str] = {}
    for column in sorted(raw.keys() - known):
        name, value = plain(column, ""), plain(raw[column], _SURROGATE.sub("\ufffd", column))
        if name and value:
            kept[name] = value
    return kept


def shown(value: str) -> str:
    """The value quoted for a reason, cut at 60 characters."""
    return repr(value if len(value) <= 60 else value[:57] + "...")
