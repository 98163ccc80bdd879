from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.quality import BOUNDS, ENOUGH, judge_card, tell

GOOD = {
    "without_theme": 0.1, "counting": 0.8, "largest_theme": 0.06, "themes_per_thousand": 16.0, "continuity": 0.95, "boilerplate": 0.02, "weak_labels": 0.05,
}  # fmt: skip


def why(values: Mapping[str, float | None], *before: Mapping[str, float | None], points: int = 1_000, same: bool = True) -> tuple[str, ...]:
    return judge_card(values, points, before, by_same_settings=same).why


def test_a_run_like_the_last_is_not_held() -> None:
    assert why(GOOD, GOOD, GOOD) == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("without_theme", 0.8), ("counting", 0.1), ("largest_theme", 0.5), ("themes_per_thousand", 1.0), ("continuity", 0.3), ("boilerplate", 0.9),
        ("weak_labels", 0.7),
    ],
)  # fmt: skip
def test_a_run_outside_its_bounds_is_held_and_the_card_says_why(name: str, value: float) -> None:
    (reason,) = why({**GOOD, name: value}, GOOD)
    assert tell(name, value) in reason
    assert f"{tell(name, GOOD[name])} in the last run" in reason


def test_a_jump_from_the_last_run_is_outside_though_the_value_alone_is_not() -> None:
    assert why({**GOOD, "without_theme": 0.4}, GOOD) != ()
    assert why({**GOOD, "without_theme": 0.4}, {**GOOD, "without_theme": 0.35}) == ()


def test_what_a_person_published_outside_the_bounds_is_no_reason_to_hold_the_next() -> None:
    odd = {**GOOD, "largest_theme": 0.5}
    assert why(odd, odd) == ()
    assert why({**GOOD, "largest_theme": 0.55}, odd) != ()


def test_a_first_run_a_small_one_and_one_by_other_settings_are_never_held() -> None:
    bad = {**GOOD, "largest_theme": 0.9}
    assert why(bad) == ()
    assert why(bad, GOOD, points=ENOUGH - 1) == ()
    assert why(bad, GOOD, same=False) == ()
    assert why(bad, GOOD) != ()


def test_the_usual_range_is_that_of_the_runs_before() -> None:
    card = judge_card(GOOD, 1_000, [{**GOOD, "counting": 0.7}, {**GOOD, "counting": 0.9}], by_same_settings=True)
    counting = next(m for m in card.measures if m.name == "counting")
    assert (counting.usual, counting.last) == ((0.7, 0.9), 0.7)


def test_what_cannot_be_measured_holds_nothing_back() -> None:
    assert why(dict.fromkeys(GOOD), GOOD) == ()


@given(st.fixed_dictionaries({name: st.none() | st.floats(0, 1_000) for name in BOUNDS}), st.booleans())
def test_every_card_has_a_line_for_every_measure(values: dict[str, float | None], same: bool) -> None:
    card = judge_card(values, 1_000, [values], by_same_settings=same)
    assert [m.name for m in card.measures] == list(BOUNDS)
    assert all(m.low <= m.high for m in card.measures)
