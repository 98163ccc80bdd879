from hypothesis import given
from hypothesis import strategies as st

from voc.engine.lineage import trace_themes

A, B, C = "thm_a", "thm_b", "thm_c"


def snippets(*numbers: int) -> list[str]:
    return [f"snp_{n}" for n in numbers]


def members(**themes: range) -> dict[str, str]:
    return {f"snp_{n}": f"thm_{name}" for name, numbers in themes.items() for n in numbers}


@st.composite
def refreshes(draw: st.DrawFn) -> tuple[dict[int, list[str]], dict[str, str], frozenset[str]]:
    """Groups of a run, and where the run before had put some of the snippets."""
    count = draw(st.integers(1, 40))
    now = draw(st.lists(st.integers(0, 6), min_size=count, max_size=count))
    then = draw(st.lists(st.sampled_from([A, B, C, "thm_d", None]), min_size=count, max_size=count))
    groups: dict[int, list[str]] = {}
    for n in draw(st.permutations(range(count))):
        groups.setdefault(now[n], []).append(f"snp_{n}")
    return groups, {f"snp_{n}": theme for n, theme in enumerate(then) if theme}, frozenset(draw(st.sets(st.sampled_from([A, "thm_retired"]))))


@given(refreshes())
def test_every_group_gets_an_id_of_its_own(refresh: tuple[dict[int, list[str]], dict[str, str], frozenset[str]]) -> None:
    groups, before, known = refresh
    ids = trace_themes(groups, before, known)
    assert ids.keys() == groups.keys()
    assert len(set(ids.values())) == len(groups)
    assert all(theme.startswith("thm_") for theme in ids.values())


@given(refreshes())
def test_an_id_is_only_taken_over_from_a_theme_with_a_member_in_common(refresh: tuple[dict[int, list[str]], dict[str, str], frozenset[str]]) -> None:
    groups, before, known = refresh
    for number, theme in trace_themes(groups, before, known).items():
        if theme in before.values() or theme in known:
            assert theme in {before.get(snippet) for snippet in groups[number]}


@given(refreshes())
def test_ids_do_not_depend_on_the_order_in_which_anything_comes(refresh: tuple[dict[int, list[str]], dict[str, str], frozenset[str]]) -> None:
    groups, before, known = refresh
    turned = dict(reversed(groups.items())), dict(reversed(before.items()))
    assert trace_themes(*turned, known) == trace_themes(groups, before, known)


@given(refreshes())
def test_nothing_new_changes_no_id(refresh: tuple[dict[int, list[str]], dict[str, str], frozenset[str]]) -> None:
    groups, before, known = refresh
    ids = trace_themes(groups, before, known)
    after = {snippet: ids[number] for number, found in groups.items() for snippet in found}
    assert trace_themes(groups, after, known | set(ids.values())) == ids


def test_an_id_follows_the_members_whatever_number_the_group_has() -> None:
    before = members(a=range(5), b=range(5, 9))
    assert trace_themes({0: snippets(5, 6, 7, 8, 20), 1: snippets(0, 1, 2, 3, 4, 21, 22)}, before) == {0: B, 1: A}


def test_where_a_theme_splits_the_larger_part_keeps_the_id() -> None:
    ids = trace_themes({0: snippets(0, 1, 2), 1: snippets(3, 4, 5, 6, 7, 8, 9)}, members(a=range(10)))
    assert ids[1] == A
    assert ids[0] not in (A, B)


def test_where_themes_merge_the_larger_ones_id_stays() -> None:
    assert trace_themes({0: snippets(*range(10))}, members(a=range(3), b=range(3, 10))) == {0: B}


def test_as_many_snippets_as_possible_keep_their_theme() -> None:
    before = members(a=range(10), b=range(10, 14))
    # Group 0 shares most with A, but so does group 1: together they keep more if group 0 takes over B.
    ids = trace_themes({0: snippets(0, 1, 2, 3, 10, 11, 12), 1: snippets(4, 5, 6, 7, 8, 9)}, before)
    assert ids == {0: B, 1: A}


def test_a_group_of_new_snippets_is_a_new_theme() -> None:
    ids = trace_themes({0: snippets(0, 1, 2), 1: snippets(50, 51, 52)}, members(a=range(3)))
    assert ids[0] == A
    assert ids[1] not in members(a=range(3)).values()


def test_a_chance_member_hands_on_no_id() -> None:
    before = members(a=range(20), b=range(20, 40))
    group = snippets(0, *range(20, 24), *range(60, 70))
    assert trace_themes({0: group, 1: snippets(*range(24, 40))}, before)[0] not in (A, B)


def test_a_new_theme_has_the_same_id_on_every_machine_and_never_that_of_a_retired_one() -> None:
    (born,) = trace_themes({0: snippets(7, 8, 9)}, {}).values()
    assert trace_themes({3: snippets(7, 8, 9, 10)}, {}) == {3: born}
    (again,) = trace_themes({0: snippets(7, 8, 9)}, {}, frozenset({born})).values()
    assert again != born


def test_without_groups_there_is_nothing_to_name() -> None:
    assert trace_themes({}, members(a=range(3))) == {}
