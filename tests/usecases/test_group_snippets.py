"""How new feedback joins what stands: in small steps, or by grouping all again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sklearn.metrics import adjusted_rand_score
from sqlalchemy import Engine

from tests.fakes import WordEmbedder
from tests.snapshots import bring
from tests.usecases.company import AS_OF, SETTINGS, Row, add_feedback, exported, import_company, rank_company, refresh, refreshing, table
from tests.usecases.planted import Standing, changed, planted, standing, strangers
from voc.domain.runs import Granularity
from voc.usecases.refresh.refresh_themes import refresh_themes

CORPUS = [*planted(range(9), 10), *strangers(6)]


@pytest.fixture
def small_steps() -> Iterator[None]:
    """Even this corpus is large."""
    with refreshing(whole_up_to=20):
        yield


@pytest.fixture
def before(engine: Engine, small_steps: None) -> Standing:
    """Nine planted themes, refreshed once."""

    def make(engine: Engine) -> Standing:
        import_company(engine, CORPUS)
        refresh(engine)
        return standing(engine)

    return bring(engine, "nine planted themes", make)


def comes_in(engine: Engine, rows: Sequence[Row], *, full: bool = False) -> Standing:
    """What stands after a refresh with more feedback."""
    add_feedback(engine, rows)
    refresh(engine, full=full)
    return standing(engine)


def stayed(before: Standing, after: Standing) -> bool:
    """Whether all that was themed is where it was; what was on the fringe may find company."""
    themed = [number for number, theme in before.themes.items() if theme is not None]
    return [after.places[number] for number in themed] == [before.places[number] for number in themed]


def names(engine: Engine) -> dict[str, tuple[str, str]]:
    """Label and area of each theme."""
    return {theme["id"]: (theme["label"], theme["area_id"]) for theme in table(engine)}


def ari(one: Standing, other: Standing, numbers: Sequence[str]) -> float:
    return float(adjusted_rand_score([str(one.themes[n]) for n in numbers], [str(other.themes[n]) for n in numbers]))


def test_new_feedback_joins_its_themes_in_a_small_step_and_all_else_stays(engine: Engine, before: Standing) -> None:
    named = names(engine)
    assert before.run.engine["full"] is True
    for batch in (1, 2):
        after = comes_in(engine, planted(range(9), 1, batch))
        assert after.run.engine["full"] is False
        assert stayed(before, after)
        assert {number: theme for number, theme in after.themes.items() if f"-{batch}-" in number} == {f"{t}-{batch}-0": before.of(t) for t in range(9)}
        assert names(engine) == named
        before = after


def test_an_unchanged_refresh_changes_nothing(engine: Engine, before: Standing) -> None:
    found = table(engine)
    refresh(engine)
    assert standing(engine).places == before.places
    kept_all = {**before.run.engine["quality"], "continuity": 1.0}
    assert standing(engine).run.engine == {**before.run.engine, "full": False, "quality": kept_all}
    assert table(engine) == found


def test_a_theme_is_born_of_what_fits_nowhere(engine: Engine, before: Standing) -> None:
    after = comes_in(engine, planted([20], 8, 1))
    assert after.run.engine["full"] is False
    assert stayed(before, after)
    assert after.of(20) not in before.themes.values()
    assert len(after.members(after.of(20))) == 8
    born = next(theme for theme in table(engine) if theme["id"] == after.of(20))
    assert born["label"]
    assert born["area_id"] in {theme["area_id"] for theme in table(engine) if theme["id"] in before.themes.values()}


def test_strangers_that_come_later_stay_outside(engine: Engine, before: Standing) -> None:
    after = comes_in(engine, strangers(8, 1))
    assert after.run.engine["full"] is False
    assert stayed(before, after)
    assert {theme for number, theme in after.themes.items() if number.startswith("x-")} == {None}


def test_what_was_alone_joins_the_theme_that_is_born_around_it(engine: Engine, before: Standing) -> None:
    alone = comes_in(engine, planted([20], 2))
    assert {alone.themes["20-0-0"], alone.themes["20-0-1"]} == {None}
    after = comes_in(engine, planted([20], 7, 1))
    assert after.run.engine["full"] is False
    assert {after.themes["20-0-0"], after.themes["20-0-1"]} == {after.of(20)}


def test_everything_is_grouped_again_once_enough_came_in(engine: Engine, before: Standing) -> None:
    whole = [comes_in(engine, planted(range(9), 1, batch)).run.engine["full"] for batch in (1, 2, 3, 4)]
    assert whole == [False, False, True, False]


def test_everything_is_grouped_again_where_that_is_asked_for(engine: Engine, before: Standing) -> None:
    named = names(engine)
    after = comes_in(engine, planted(range(9), 1, 1), full=True)
    assert after.run.engine["full"] is True
    assert after.run.engine["grouped"] == len(after.places)
    assert changed(before, after) == {}
    assert names(engine) == named


def test_a_small_corpus_is_always_grouped_again(engine: Engine) -> None:
    import_company(engine, CORPUS)
    refresh(engine)
    assert comes_in(engine, planted([0], 1, 1)).run.engine["full"] is True


def test_small_steps_and_a_full_run_agree(engine: Engine, before: Standing, fresh_database: Callable[[str], Engine]) -> None:
    news = planted(range(9), 1, 1)
    later = [[*news[:4], *planted([20], 5, 1)], [*news[4:], *planted([20], 5, 2)]]
    stepped = [comes_in(engine, rows) for rows in later][-1]
    assert stepped.run.engine["full"] is False
    refresh(engine, full=True)
    whole = standing(engine)
    assert whole.run.engine["full"] is True
    assert ari(stepped, whole, list(stepped.themes)) >= 0.95
    other = fresh_database("sqlite")
    import_company(other, [*CORPUS, *later[0], *later[1]])
    refresh(other)
    assert ari(stepped, standing(other), list(stepped.themes)) >= 0.95


def with_granularity(engine: Engine, granularity: Granularity) -> Standing:
    refresh_themes(engine, WordEmbedder(), replace(SETTINGS, granularity=granularity), AS_OF, lambda *_: None)
    return standing(engine)


def count_themes(stands: Standing) -> int:
    return len(set(stands.themes.values()) - {None})


def test_coarser_gives_no_more_themes_and_finer_no_fewer(fresh_database: Callable[[str], Engine]) -> None:
    found: dict[Granularity, int] = {}
    for granularity in ("coarser", "default", "finer"):
        engine = fresh_database("sqlite")
        import_company(engine, planted(range(15), 12))
        found[granularity] = count_themes(with_granularity(engine, granularity))
    assert found["coarser"] <= found["default"] <= found["finer"]
    assert found["default"] == 15


def test_another_granularity_groups_everything_again(engine: Engine, before: Standing) -> None:
    finer = with_granularity(engine, "finer")
    assert finer.run.engine["full"] is True
    assert count_themes(finer) >= count_themes(before)
    assert with_granularity(engine, "finer").run.engine["full"] is False
    coarser = with_granularity(engine, "coarser")
    assert coarser.run.engine["full"] is True
    assert count_themes(coarser) <= count_themes(before)


def test_a_small_step_is_the_same_on_any_database_whatever_order_rows_come_in(
    engine: Engine, before: Standing, fresh_database: Callable[[str], Engine], tmp_path: Path
) -> None:
    other = fresh_database("sqlite")
    import_company(other, Random(2).sample(CORPUS, len(CORPUS)))
    refresh(other)
    later = [*planted(range(9), 1, 1), *planted([20], 6, 1)]
    comes_in(engine, later)
    after = comes_in(other, Random(3).sample(later, len(later)))
    assert after.run.engine["full"] is False
    assert table(engine) == table(other)
    (tmp_path / "other").mkdir()
    assert sorted(map(str, exported(engine, "assignments", tmp_path))) == sorted(map(str, exported(other, "assignments", tmp_path / "other")))


def test_a_ranking_as_of_a_day_before_everything_ends_no_theme(engine: Engine) -> None:
    rank_company(engine)
    before = {theme["id"] for theme in table(engine)}
    refresh(engine, datetime(2001, 1, 1, tzinfo=UTC))
    assert table(engine) == []
    refresh(engine)
    assert {theme["id"] for theme in table(engine)} == before


def test_a_look_back_at_a_past_day_changes_no_later_ranking(engine: Engine) -> None:
    import_company(engine, CORPUS)
    refresh(engine)
    before, named = standing(engine).themes, names(engine)
    refresh(engine, datetime(2026, 6, 30, tzinfo=UTC))
    assert standing(engine).themes != before
    refresh(engine)
    assert standing(engine).themes == before
    assert names(engine) == named
