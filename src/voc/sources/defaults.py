"""What a row is read against."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Defaults:
    """`currency` (ISO 4217) stands where a row names none and is the reporting currency; `today` (UTC) bounds what can have been observed."""

    currency: str
    today: date
