import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voc.engine.constraints import FREE, Constraints
from voc.engine.lineage import JOINING, trace_themes
from voc.engine.vectors import NOWHERE

THEMES = 4


def numbers(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def known(before: list[int], pinned: list[int] | None = None, themes: int = THEMES) -> Constraints:
    return Constraints(themes, numbers(before), numbers(pinned if pinned is not None else [FREE] * len(before)))


@st.composite
def refreshes(draw: st.DrawFn) -> tuple[np.ndarray, Constraints]:
    """Communities of a run, where the run before had put the rows, and what people said of some."""
    count = draw(st.integers(1, 40))
    now = draw(st.lists(st.integers(0, 6), min_size=count, max_size=count))
    then = draw(st.lists(st.integers(NOWHERE, THEMES - 1), min_size=count, max_size=count))
    pins = draw(st.lists(st.sampled_from([FREE, FREE, FREE, NOWHERE, 0, 1]), min_size=count, max_size=count))
    return numbers(now), known(then, pins)


@given(refreshes())
def test_a_community_stays_whole(refresh: tuple[np.ndarray, Constraints]) -> None:
    community, constraints = refresh
    theme = trace_themes(community, constraints)
    for number in set(community):
        assert len(set(theme[community == number])) == 1


@given(refreshes())
def test_a_number_is_only_taken_over_from_a_theme_with_a_member_in_common(refresh: tuple[np.ndarray, Constraints]) -> None:
    community, constraints = refresh
    theme = trace_themes(community, constraints)
    for number in set(theme[theme < THEMES]):
        rows = theme == number
        assert (constraints.before[rows] == number).any() or (constraints.pinned[rows] == number).any()


@given(refreshes())
def test_new_themes_are_numbered_on_from_the_old_ones_without_gaps(refresh: tuple[np.ndarray, Constraints]) -> None:
    theme = trace_themes(*refresh)
    new = sorted(set(theme[theme >= THEMES]))
    assert new == list(range(THEMES, THEMES + len(new)))


@given(refreshes())
def test_nothing_new_changes_no_number(refresh: tuple[np.ndarray, Constraints]) -> None:
    community, constraints = refresh
    theme = trace_themes(community, Constraints(THEMES, constraints.before, np.full(len(community), FREE, np.int32)))
    again = trace_themes(theme, Constraints(int(theme.max()) + 1, theme, np.full(len(theme), FREE, np.int32)))
    assert (again == theme).all()


def test_the_larger_part_of_a_split_theme_goes_on_as_it() -> None:
    theme = trace_themes(numbers([0] * 6 + [1] * 4), known([2] * 10))
    assert theme.tolist() == [2] * 6 + [THEMES] * 4


def test_of_two_themes_that_grew_together_the_larger_goes_on() -> None:
    assert set(trace_themes(numbers([0] * 10), known([1] * 6 + [3] * 4))) == {1}


def test_a_community_with_a_straggler_of_an_old_theme_is_new() -> None:
    assert set(trace_themes(numbers([0] * 10), known([1] + [3] * 9 + [1] * 0))) == {3}
    community, before = numbers([0] * 8 + [1] * 8), [0] + [NOWHERE] * 7 + [0] * 8
    assert trace_themes(community, known(before)).tolist() == [THEMES] * 8 + [0] * 8


def test_one_persons_move_does_not_drag_the_community_along() -> None:
    pins = [2] + [FREE] * 9
    assert set(trace_themes(numbers([0] * 10), known([1] * 10, pins))) == {1}


def test_a_community_in_which_people_agree_joins_the_theme_they_named() -> None:
    pins = [2] * JOINING + [FREE] * (10 - JOINING) + [FREE] * 10
    theme = trace_themes(numbers([0] * 10 + [1] * 10), known([1] * 10 + [2] * 10, pins))
    assert set(theme) == {2}


def test_of_two_equal_themes_that_grew_together_the_one_that_a_person_named_goes_on() -> None:
    before = [1] * 6 + [3] * 6
    for named in (1, 3):
        constraints = Constraints(THEMES, numbers(before), numbers([FREE] * 12), named=frozenset((named,)))
        assert set(trace_themes(numbers([0] * 12), constraints)) == {named}
