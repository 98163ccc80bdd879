"""The quality card of a run: is the ranking fit to stand. The measures, their bounds and the verdict stand here and nowhere else.

A run outside its bounds is held back while another ranking stands: a change of the data, or a fault, that nobody asked for. A person may publish it all the
same. A first run, a small one, and one by other settings than the last are shown beside the bounds and never held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ENOUGH = 300  # snippets that the model reads; fewer say too little
HISTORY = 20  # runs that make the usual range


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a measure may be, and how far it may lie off the last run's."""

    low: float
    high: float
    step: float


BOUNDS: Mapping[str, Bounds] = {
    "without_theme": Bounds(0.0, 0.7, 0.25),
    "counting": Bounds(0.2, 1.0, 0.25),
    "largest_theme": Bounds(0.0, 0.35, 0.2),
    "themes_per_thousand": Bounds(1.5, 150.0, 30.0),
    "continuity": Bounds(0.5, 1.0, 1.0),
    "boilerplate": Bounds(0.0, 0.8, 0.25),
    "weak_labels": Bounds(0.0, 0.5, 0.5),
}
WORDS: Mapping[str, str] = {
    "without_theme": "share without a theme",
    "counting": "share that counts",
    "largest_theme": "share in the largest theme",
    "themes_per_thousand": "themes per thousand points",
    "continuity": "share that kept its theme",
    "boilerplate": "share that is boilerplate",
    "weak_labels": "labels below their bar",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the card: the value, the last run's, the bounds, the range of the runs before (None: there is none), and whether it lies outside."""

    name: str
    value: float | None
    last: float | None
    low: float
    high: float
    usual: tuple[float, float] | None
    is_outside: bool

    @property
    def words(self) -> str:
        """The measure as people call it."""
        return WORDS[self.name]


@dataclass(frozen=True, slots=True)
class QualityCard:
    """A run's card. `why`: what holds it back, in words, empty where nothing does."""

    measures: tuple[Measure, ...]
    why: tuple[str, ...]


def judge_card(
    values: Mapping[str, float | None], points: int, before: Sequence[Mapping[str, float | None]], *, by_same_settings: bool, enough: int = ENOUGH
) -> QualityCard:
    """The card of a run with these values. `points`: snippets that the model reads, of which it takes `enough` to hold a run back; `before`: the values of
    published runs, the last first."""
    measures = measure_card(values, before)
    is_judged = bool(before) and points >= enough and by_same_settings
    return QualityCard(measures, tuple(_explain(m) for m in measures if m.is_outside) if is_judged else ())


def measure_card(values: Mapping[str, float | None], before: Sequence[Mapping[str, float | None]]) -> tuple[Measure, ...]:
    """The lines of the card, beside the runs `before`, the last first."""
    last = before[0] if before else {}
    return tuple(_measure(name, values.get(name), last.get(name), before) for name in BOUNDS)


def _measure(name: str, value: float | None, last: float | None, before: Sequence[Mapping[str, float | None]]) -> Measure:
    bounds = BOUNDS[name]
    low, high = bounds.low, bounds.high
    if last is not None:  # what stands was accepted: the bounds hold it
        low, high = min(max(low, last - bounds.step), last), max(min(high, last + bounds.step), last)
    past = [found for values in before[:HISTORY] if (found := values.get(name)) is not None]
    usual = (min(past), max(past)) if past else None
    return Measure(name, value, last, low, high, usual, value is not None and not low <= value <= high)


def _explain(measure: Measure) -> str:
    last = "" if measure.last is None else f", {tell(measure.name, measure.last)} in the last run"
    bound = f"{tell(measure.name, measure.low)} to {tell(measure.name, measure.high)}"
    return f"{measure.words}: {tell(measure.name, measure.value)}, outside {bound}{last}"


def tell(name: str, value: float | None) -> str:
    """A value in words: a share in per cent, else a number; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:.0f}" if name == "themes_per_thousand" else f"{value:.0%}"
