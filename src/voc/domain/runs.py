"""Runs: what a refresh depends on and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RefreshSettings:
    """What a run's table depends on, besides its snapshot. Kept with the run."""

    reporting_currency: str
    window_days: int
    seed: int
    model: str


@dataclass(frozen=True, slots=True)
class RefreshSummary:
    """What a refresh did; `counts` are the run's."""

    run_id: str
    as_of: datetime
    split: int
    embedded: int
    counts: Mapping[str, int]
