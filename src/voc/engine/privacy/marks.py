"""The marks that hidden data leaves behind: one definition for all who write or read them."""

import re
from collections.abc import Iterable

MARKS = ("email", "phone", "card", "iban", "bank account", "ip", "secret", "password", "link", "id", "birth date", "address", "name")


def mark_pattern(more: Iterable[str] = ()) -> re.Pattern[str]:
    """Matches any mark, also these of a company's own."""
    return re.compile(rf"\[(?:{'|'.join(map(re.escape, (*MARKS, *more)))})\]")


HIDDEN = mark_pattern()
