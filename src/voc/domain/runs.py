"""Runs: what a refresh depends on and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Granularity = Literal["coarser", "default", "finer"]
FINER: Mapping[Granularity, float] = {"coarser": 0.4, "default": 1.0, "finer": 2.5}  # times the resolution that the data suggests


@dataclass(frozen=True, slots=True)
class RefreshSettings:
    """What a run's table depends on, besides its snapshot, the last run and people's decisions. Kept with the run."""

    reporting_currency: str
    window_days: int
    granularity: Granularity
    model: str
    languages: str = ""
    score_weights: str = ""
    plans: str = ""
    personal_patterns: str = ""
    hide_names: bool = False
    judged_from: int = 300  # snippets that the model reads; the quality card of a run with fewer holds nothing back
    whole_up_to: int = 5_000  # snippets; so many are all grouped again, which takes seconds, and of more the new ones are placed

    @property
    def finer(self) -> float:
        """How much finer than the data suggests the themes are cut."""
        return FINER[self.granularity]


@dataclass(frozen=True, slots=True)
class RefreshSummary:
    """What a refresh did; `counts` are the run's. `cost` says in words what an embedding endpoint was asked for, "" where none was."""

    run_id: str
    as_of: datetime
    split: int
    embedded: int
    counts: Mapping[str, int]
    cost: str = ""
