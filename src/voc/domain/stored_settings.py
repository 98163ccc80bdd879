"""Settings that people change while the service runs. Stored, they come before the environment's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voc.domain.weights import parse_weights
from voc.errors import InputError

HOURS, DAYS, MONTHS = 24 * 366, 28, 240


@dataclass(frozen=True, slots=True)
class StoredSetting:
    """A setting's stored value, since when and by whom."""

    name: str
    value: Any
    changed_at: datetime
    changed_by: str


def read_setting(name: str, value: Any) -> Any:
    """The value as it is stored. Raises InputError for a setting that is not stored, or a value that cannot be."""
    if name not in STORED:
        raise InputError(f"there is no setting '{name}' to store; stored are {', '.join(STORED)}")
    return STORED[name](name, value)


def _weights(_: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InputError("score_weights: write a text such as affected_arr=50,reach=10")
    return ",".join(f"{part}={weight:g}" for part, weight in parse_weights(value).items())


def _whole(most: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise InputError(f"{name}: a whole number from 0 to {most:,}")
        return value

    return read


STORED: Mapping[str, Callable[[str, Any], Any]] = {  # as `Settings` calls them -> what reads a value
    "score_weights": _weights,
    "refresh_every_hours": _whole(HOURS),
    "report_day": _whole(DAYS),
    "keep_feedback_months": _whole(MONTHS),
}
