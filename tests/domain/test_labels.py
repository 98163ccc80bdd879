from hypothesis import given
from hypothesis import strategies as st

from voc.domain.labels import members_changed

ids = st.sets(st.integers(0, 99).map(str), min_size=1)


@given(ids, st.sets(st.integers(100, 199).map(str)))
def test_a_theme_that_grows_up_to_its_double_has_not_changed(before: set[str], newcomers: set[str]) -> None:
    assert not members_changed(before, before | set(sorted(newcomers)[: len(before)]))


@given(ids)
def test_a_theme_that_lost_most_of_its_members_has_changed(before: set[str]) -> None:
    stayed = set(sorted(before)[: (len(before) - 1) // 2])
    assert members_changed(before, stayed)


@given(ids)
def test_a_theme_whose_founders_are_lost_in_the_crowd_has_changed(before: set[str]) -> None:
    assert members_changed(before, before | {f"new {n}" for n in range(4 * len(before))})


@given(st.sets(st.text()))
def test_a_theme_without_earlier_members_has_changed(after: set[str]) -> None:
    assert members_changed(set(), after)
