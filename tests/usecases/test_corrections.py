"""What people decide holds over every later refresh, grouped in small steps or all again, until they undo it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import Engine

from tests.snapshots import bring
from tests.usecases.company import COMPLAINTS, add_feedback, complaints, current_settings, import_company, item, rank_company, refresh, refreshing, table
from tests.usecases.planted import Standing, changed, planted, standing, strangers
from voc.db.session import reading, transaction
from voc.domain.decisions import Kind
from voc.usecases.accounts.list_accounts import list_accounts
from voc.usecases.curating.decide import Decided
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet, release_snippet
from voc.usecases.curating.split_theme import split_theme
from voc.usecases.curating.undo_decision import undo_decision
from voc.usecases.shared.score_themes import EvidenceFilter
from voc.usecases.themes.list_theme_accounts import list_theme_accounts

THEMES, SIZE = 9, 10
ALONE = item("alone", "", "A-8", language="en")  # the only word of this account


# On which database, and whether later refreshes go in small steps. The small steps of `come_later` have a refresh of everything amid them.
WAYS = [("sqlite", "in small steps"), ("sqlite", "all again"), ("postgresql", "in small steps")]
ON_SQLITE = WAYS[:2]  # where what is varied further is the machine's matter and not the database's


@pytest.fixture(params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def engine(way: tuple[str, str], request: pytest.FixtureRequest, empty_tables: Callable[[Engine], None]) -> Engine:
    engine: Engine = request.getfixturevalue(f"{way[0]}_engine")
    empty_tables(engine)
    return engine


@pytest.fixture
def before(way: tuple[str, str], engine: Engine) -> Iterator[Standing]:
    """Nine planted themes, refreshed once."""

    def make(engine: Engine) -> Standing:
        feedback = planted(range(THEMES), SIZE)
        import_company(engine, [*feedback, *strangers(6), ALONE | {"text": f"{feedback[0]['text']} really"}])
        refresh(engine)
        return standing(engine)

    with refreshing(whole_up_to=20 if way[1] == "in small steps" else 5_000):
        yield bring(engine, f"planted {way[1]}", make)


def come_later(engine: Engine) -> Iterator[Standing]:
    """What stands after each of three refreshes, all with new feedback, the second with everything grouped again."""
    for batch in (1, 2, 3):
        add_feedback(engine, planted(range(THEMES), 1, batch))
        refresh(engine, full=batch == 2)
        stands = standing(engine)
        assert stands.run.engine["full"] is (batch == 2 or current_settings().whole_up_to > 100)
        yield stands


def now() -> datetime:
    return datetime.now(UTC)


def undo(engine: Engine, made: Decided, kind: Kind) -> None:
    with transaction(engine) as session:
        undo_decision(session, made.decision.id, kind, "Ben", now())


def place(engine: Engine, snippet: str, theme_id: str | None) -> Decided:
    with transaction(engine) as session:
        return place_snippet(session, snippet, theme_id, "Ana", now())


def release(engine: Engine, snippet: str) -> None:
    with transaction(engine) as session:
        release_snippet(session, snippet, ("move", "confirm", "ignore"), "Ben", now())


def test_a_snippet_that_was_moved_stays_where_it_was_put(engine: Engine, before: Standing) -> None:
    snippet, target = before.snippets["0-0-3"], before.of(5)
    assert place(engine, snippet, target).decision.kind == "move"
    for after in come_later(engine):
        assert (after.themes["0-0-3"], after.places["0-0-3"].strength) == (target, 1)
        assert changed(before, after, "0-0-3") == {}
    release(engine, snippet)
    refresh(engine)
    assert changed(before, standing(engine)) == {}


def test_a_snippet_that_was_confirmed_stays(engine: Engine, before: Standing) -> None:
    assert place(engine, before.snippets["0-0-3"], before.of(0)).decision.kind == "confirm"
    for after in come_later(engine):
        assert (after.themes["0-0-3"], after.places["0-0-3"].strength) == (before.of(0), 1)
        assert changed(before, after) == {}
    release(engine, before.snippets["0-0-3"])
    refresh(engine)
    assert changed(before, standing(engine)) == {}


def test_a_one_off_stays_in_no_theme(engine: Engine, before: Standing) -> None:
    place(engine, before.snippets["0-0-3"], None)
    for after in come_later(engine):
        assert after.themes["0-0-3"] is None
        assert changed(before, after, "0-0-3") == {}
    release(engine, before.snippets["0-0-3"])
    refresh(engine)
    assert standing(engine).themes["0-0-3"] == before.of(0)
    assert changed(before, standing(engine)) == {}


def test_a_stranger_that_was_put_in_a_theme_stays_there(engine: Engine, before: Standing) -> None:
    place(engine, before.snippets["x-0-1"], before.of(2))
    for after in come_later(engine):
        assert after.themes["x-0-1"] == before.of(2)
        assert changed(before, after, "x-0-1") == {}
    release(engine, before.snippets["x-0-1"])
    refresh(engine)
    assert changed(before, standing(engine)) == {}


def accounts_of(engine: Engine, theme_id: str) -> set[str]:
    """The accounts behind a theme's ARR, which is theirs and no more."""
    theme = next(t for t in table(engine) if t["id"] == theme_id)
    with reading(engine) as session:
        rows = list_theme_accounts(session, standing(engine).run, theme_id, EvidenceFilter())
    assert Decimal(theme["affected_arr"]["amount"]) == sum(Decimal(row["arr"]["amount"]) for row in rows)
    return {row["account_id"] for row in rows}


def test_what_is_ignored_is_in_no_theme_and_weighs_nothing(engine: Engine, before: Standing) -> None:
    snippet = before.snippets["alone"]
    assert "A-8" in accounts_of(engine, before.of(0))
    with transaction(engine) as session:
        ignore_snippet(session, snippet, "Ana", now())
    for after in come_later(engine):
        assert after.themes["alone"] is None
        assert changed(before, after, "alone") == {}
        assert "A-8" not in accounts_of(engine, before.of(0))
        with reading(engine) as session:
            figures = next(a for a in list_accounts(session) if a["account_id"] == "A-8")
        assert (figures["mentions"], figures["themes"], figures["last_contact"]) == (0, [], None)
    release(engine, snippet)
    refresh(engine)
    assert changed(before, standing(engine)) == {}
    assert standing(engine).themes["alone"] == before.of(0)
    assert "A-8" in accounts_of(engine, before.of(0))


@pytest.mark.parametrize(("way", "other"), [*((way, 1) for way in WAYS), *((way, 5) for way in ON_SQLITE)], indirect=["way"])
def test_a_merged_theme_is_never_split_again_by_the_machine(engine: Engine, before: Standing, other: int) -> None:
    into, gone = before.of(0), before.of(other)
    with transaction(engine) as session:
        (merge,) = merge_themes(session, into, [gone], "Ana", now())
    for after in come_later(engine):
        assert gone not in after.themes.values()
        assert {after.themes[number] for number in before.members(gone)} == {into}
        assert {t for number, t in after.themes.items() if number.startswith((f"{other}-", "0-"))} <= {into, None}
        assert changed(before, after, f"{other}-") == {}
    undo(engine, merge, "merge")
    refresh(engine)
    assert changed(before, standing(engine)) == {}
    assert next(t["label"] for t in table(engine) if t["id"] == gone)


@pytest.mark.parametrize(("way", "seed"), [*((way, 0) for way in WAYS), *((way, seed) for way in ON_SQLITE for seed in (1, 2))], indirect=["way"])
def test_two_themes_that_people_split_never_fuse_and_no_other_theme_loses_a_member(engine: Engine, before: Standing, seed: int) -> None:
    theme = before.of(0)
    chosen = Random(seed).sample(before.members(theme), 4)
    with transaction(engine) as session:
        split, new = split_theme(session, theme, [before.snippets[number] for number in chosen], "Our part", "Ana", now())
    for after in come_later(engine):
        assert {number for number in after.members(new.id) if number in before.themes} == set(chosen)
        assert {number for number in after.members(theme) if number in before.themes} == set(before.members(theme)) - set(chosen)
        assert changed(before, after, "0-", "alone") == {}
        assert next(t["label"] for t in table(engine) if t["id"] == new.id) == "Our part"
    undo(engine, split, "split")
    refresh(engine)
    after = standing(engine)
    assert changed(before, after) == {}
    assert new.id not in after.themes.values()


def test_what_is_like_a_dismissed_theme_stays_unthemed(engine: Engine, before: Standing) -> None:
    theme = before.of(0)
    label = next(t["label"] for t in table(engine) if t["id"] == theme)
    with transaction(engine) as session:
        dismissal = dismiss_theme(session, theme, "Ana", now())
    for after in come_later(engine):
        assert {t for number, t in after.themes.items() if number.startswith(("0-", "alone"))} == {None}
        assert changed(before, after, "0-", "alone") == {}
        assert set(after.themes.values()) <= set(before.themes.values())
        assert theme not in {t["id"] for t in table(engine)}
    undo(engine, dismissal, "dismiss")
    refresh(engine)
    after = standing(engine)
    assert changed(before, after) == {}
    assert sum(after.themes[f"0-{batch}-0"] == theme for batch in (1, 2, 3)) >= 2  # what came meanwhile belongs to it too
    assert next(t["label"] for t in table(engine) if t["id"] == theme) == label


def test_all_kinds_of_decisions_hold_together_and_undone_give_back_what_was(engine: Engine, before: Standing) -> None:
    theme = [before.of(n) for n in range(THEMES)]
    part = before.members(theme[2])[:4]
    with transaction(engine) as session:
        (merge,) = merge_themes(session, theme[0], [theme[1]], "Ana", now())
        split, new = split_theme(session, theme[2], [before.snippets[number] for number in part], None, "Ana", now())
        dismissal = dismiss_theme(session, theme[3], "Ana", now())
        place_snippet(session, before.snippets["4-0-0"], theme[0], "Ana", now())
        place_snippet(session, before.snippets["1-0-0"], None, "Ana", now())
        ignore_snippet(session, before.snippets["5-0-0"], "Ana", now())
    for after in come_later(engine):
        assert {t for number, t in after.themes.items() if number.startswith(("0-0-", "1-0-")) and number != "1-0-0"} == {theme[0]}
        assert {number for number in after.members(new.id) if number in before.themes} == set(part)
        assert {t for number, t in after.themes.items() if number.startswith("3-")} == {None}
        assert [after.themes[number] for number in ("4-0-0", "1-0-0", "5-0-0")] == [theme[0], None, None]
        assert changed(before, after, "1-", "2-", "3-", "4-0-0", "5-0-0") == {}
    undo(engine, merge, "merge")
    undo(engine, split, "split")
    undo(engine, dismissal, "dismiss")
    for number in ("4-0-0", "1-0-0", "5-0-0"):
        release(engine, before.snippets[number])
    refresh(engine)
    assert changed(before, standing(engine)) == {}


@pytest.mark.parametrize(("way", "seed"), [(WAYS[1], 0), (WAYS[1], 1), (WAYS[1], 2), (WAYS[2], 0)], indirect=["way"])
def test_a_part_split_off_at_will_from_complaints_that_are_nearly_the_same_pulls_nothing_out_of_the_other_themes(engine: Engine, seed: int) -> None:
    rank_company(engine)
    before = standing(engine)
    export, login, invoice = (before.of(word) for word in COMPLAINTS)
    part = Random(seed).sample(before.members(export), 5)
    with transaction(engine) as session:
        _, new = split_theme(session, export, [before.snippets[number] for number in part], None, "Ana", now())
        dismiss_theme(session, login, "Ana", now())
        place_snippet(session, before.snippets[before.members(invoice)[0]], export, "Cleo", now())
    later = complaints("invoice", ["A-1", "A-2"], source="chat") + complaints("export", ["A-1", "A-2"], source="chat")
    for full in (False, True, False):
        refresh(engine, full=full)
        after = standing(engine)
        found = {theme: {number for number in after.members(theme) if number in before.themes} for theme in (new.id, export, login, invoice)}
        moved = before.members(invoice)[0]
        assert found[new.id] == set(part)
        assert found[export] == {*before.members(export), moved} - set(part)
        assert found[invoice] == set(before.members(invoice)) - {moved}
        assert found[login] == set()
        add_feedback(engine, [row | {"external_id": f"{full}-{n}"} for n, row in enumerate(later)])


def others_moved(before: Standing, after: Standing, *but: str) -> dict[str, str | None]:
    """Every item that is in another theme than it was, those whose number begins so left out."""
    return {n: after.themes[n] for n, theme in before.themes.items() if after.themes[n] != theme and not n.startswith(but)}


def test_a_decision_without_news_touches_what_it_decides_and_undoing_it_brings_back_just_that(engine: Engine, before: Standing) -> None:
    with transaction(engine) as session:
        (merge,) = merge_themes(session, before.of(0), [before.of(5)], "Ana", now())
        dismissal = dismiss_theme(session, before.of(7), "Ana", now())
    place(engine, before.snippets["3-0-1"], before.of(4))
    refresh(engine)
    after = standing(engine)
    assert after.run.engine["full"] is False
    assert {after.themes[number] for number in before.members(before.of(5))} == {before.of(0)}
    assert {after.themes[number] for number in before.members(before.of(7))} == {None}
    assert after.themes["3-0-1"] == before.of(4)
    assert others_moved(before, after, "5-", "7-", "3-0-1") == {}
    undo(engine, merge, "merge")
    undo(engine, dismissal, "dismiss")
    refresh(engine)
    assert standing(engine).run.engine["full"] is False
    assert others_moved(before, standing(engine), "3-0-1") == {}


def test_what_came_while_a_theme_was_merged_away_is_its_own_once_the_merge_is_undone(engine: Engine, before: Standing) -> None:
    with transaction(engine) as session:
        (merge,) = merge_themes(session, before.of(0), [before.of(5)], "Ana", now())
    for batch in (1, 2):
        add_feedback(engine, planted(range(THEMES), 1, batch))
        refresh(engine)
    assert before.of(5) not in standing(engine).themes.values()
    undo(engine, merge, "merge")
    refresh(engine)
    after = standing(engine)
    assert {after.themes[f"5-{batch}-0"] for batch in (1, 2)} == {before.of(5)}
    assert {after.themes[f"0-{batch}-0"] for batch in (1, 2)} == {before.of(0)}


def test_enough_moves_are_learned_from_at_the_next_refresh_even_without_news(engine: Engine, before: Standing) -> None:
    for number in before.members(before.of(0))[:9]:
        place(engine, before.snippets[number], before.of(1))
    refresh(engine)
    assert standing(engine).run.engine["full"] is False
    place(engine, before.snippets[before.members(before.of(2))[0]], before.of(3))
    refresh(engine)
    assert standing(engine).run.engine["full"] is True
    refresh(engine)
    assert standing(engine).run.engine["full"] is False
