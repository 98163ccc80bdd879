from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.fakes import WordEmbedder
from tests.usecases.company import (
    ARR_IN_USD,
    AS_OF,
    FEEDBACK,
    SETTINGS,
    Row,
    add_feedback,
    complaints,
    exported,
    import_company,
    item,
    rank_company,
    refresh,
    table,
)  # fmt: skip
from tests.usecases.planted import planted, standing, strangers
from voc.db.runs import find_current_run, get_run
from voc.db.session import reading, transaction
from voc.db.tables import RunThemeRow, ThemeRow
from voc.domain.evidence import end_of_day
from voc.pipeline.describe_themes import Namer
from voc.usecases.accounts.list_accounts import list_accounts
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet
from voc.usecases.refresh.embed_snippets import embed_snippets
from voc.usecases.refresh.refresh_themes import STAGES, begin_run, complete_run, refresh_themes
from voc.usecases.refresh.split_feedback import split_feedback


def quiet(*_: object) -> None:
    """Nobody watches the progress."""


def current(engine: Engine) -> str | None:
    with reading(engine) as session:
        run = find_current_run(session)
        return run.id if run else None


def theme_of(engine: Engine, word: str) -> Row:
    return next(theme for theme in table(engine) if word in " ".join((theme["label"], *theme["keyphrases"])).lower())


def prepare_run(engine: Engine) -> str:
    """A run of which all is done but theming, scoring and publishing."""
    run_id = begin_run(engine, SETTINGS, AS_OF)
    split_feedback(engine, quiet)
    embed_snippets(engine, WordEmbedder(), quiet)
    return run_id


def test_shared_complaints_come_out_as_ranked_themes(engine: Engine) -> None:
    summary = rank_company(engine)
    found = table(engine)
    assert [theme["rank"] for theme in found] == [1, 2, 3]
    assert [theme["mentions"] for theme in found if "export" in theme["label"].lower()] == [12]
    assert {word for word in ("export", "login", "invoice") if theme_of(engine, word)} == {"export", "login", "invoice"}
    assert summary.counts == {
        "items": 27, "unmatched_items": 2, "snippets": 27, "themed": 26, "counted": 26, "foreign": 0, "boilerplate": 0, "themes": 3, "areas": 0, "accounts": 8,
        "unknown_arr_accounts": 1, "untold_arr_accounts": 0,
    }  # fmt: skip
    assert current(engine) == summary.run_id


def test_affected_arr_is_what_the_exported_snippets_say_with_each_account_once(engine: Engine, tmp_path: Path) -> None:
    rank_company(engine)
    said: dict[str, set[str]] = {}
    for row in exported(engine, "snippets", tmp_path):
        if row["theme_id"]:
            said.setdefault(row["theme_id"], set()).update([row["account_id"]] if row["account_id"] else [])
    for theme in table(engine):
        arr = sum((ARR_IN_USD[account] or Decimal(0) for account in said[theme["id"]]), Decimal(0))
        assert theme["affected_arr"] == {"amount": f"{arr:.2f}", "currency": "USD"}
        assert theme["accounts"] == len(said[theme["id"]])
        assert theme["unknown_arr_accounts"] == sum(ARR_IN_USD[account] is None for account in said[theme["id"]])
    assert said.keys() == {theme["id"] for theme in table(engine)}


def test_score_parts_in_the_published_table_add_up(engine: Engine) -> None:
    rank_company(engine)
    for theme in table(engine):
        assert sum(Decimal(str(part["points"])) for part in theme["score_parts"]) == Decimal(str(theme["score"]))


def test_the_same_feedback_in_any_order_gives_the_same_table_on_any_database(engine: Engine, fresh_database: Callable[[str], Engine]) -> None:
    rank_company(engine)
    other = fresh_database("sqlite")
    shuffled = Random(4).sample(FEEDBACK, len(FEEDBACK))
    import_company(other, shuffled[:10])
    add_feedback(other, shuffled[10:])
    refresh(other)
    assert table(other) == table(engine)


def decide(engine: Engine) -> None:
    """Merge, dismiss, move and ignore, by what the snippets say."""
    before = standing(engine)
    with transaction(engine) as session:
        merge_themes(session, before.of(0), [before.of(4)], "Ana", datetime.now(UTC))
        dismiss_theme(session, before.of(5), "Ana", datetime.now(UTC))
        place_snippet(session, before.snippets["1-0-0"], before.of(2), "Ana", datetime.now(UTC))
        place_snippet(session, before.snippets["2-0-0"], None, "Ana", datetime.now(UTC))
        ignore_snippet(session, before.snippets["3-0-0"], "Ana", datetime.now(UTC))


def test_the_same_past_and_decisions_give_the_same_table_on_any_database_whatever_order_rows_came_in(
    engine: Engine, fresh_database: Callable[[str], Engine]
) -> None:
    first, later = [*planted(range(9), 10), *strangers(5)], [*planted(range(9), 2, 1), *planted([20], 10, 1)]
    other = fresh_database("sqlite")
    for database, order in ((engine, Random(5)), (other, Random(6))):
        import_company(database, order.sample(first, len(first)))
        refresh(database)
        decide(database)
        add_feedback(database, order.sample(later, len(later)))
        refresh(database)
        refresh(database, full=True)
    assert len(table(engine)) == 8
    assert table(engine) == table(other)
    assert standing(engine).places == standing(other).places


def test_a_second_refresh_splits_and_embeds_nothing_and_says_the_same(engine: Engine) -> None:
    first = rank_company(engine)
    before, embedder = table(engine), WordEmbedder()
    second = refresh(engine, embedder=embedder)
    assert (second.split, second.embedded, embedder.asked) == (0, 0, [])
    assert table(engine) == before
    assert second.run_id != first.run_id
    full = refresh(engine, embedder=embedder, full=True)
    assert (full.split, full.embedded) == (len(FEEDBACK), 0)
    assert table(engine) == before


def test_themes_keep_their_ids_when_feedback_comes_in(engine: Engine) -> None:
    rank_company(engine)
    before = {word: theme_of(engine, word)["id"] for word in ("export", "login", "invoice")}
    add_feedback(engine, complaints("login", ["A-1", "A-3", "A-5", "A-6"], source="chat", day="2026-10-{month:02}"))
    add_feedback(
        engine,
        [
            item(f"dark-{n}", f"dark colour scheme missing everywhere {word}", f"A-{n}")
            for n, word in enumerate("phone night desk office train plane sofa".split(), 1)
        ],
    )
    refresh(engine)
    assert {word: theme_of(engine, word)["id"] for word in before} == before
    assert theme_of(engine, "login")["mentions"] == 11
    assert theme_of(engine, "colour")["id"] not in before.values()


def test_what_people_called_a_theme_stays(engine: Engine) -> None:
    rank_company(engine)
    theme = theme_of(engine, "login")["id"]
    with transaction(engine) as session:
        row = session.get_one(ThemeRow, theme)
        row.label, row.label_source, row.status, row.owner = "Okta", "person", "planned", "mia"
    refresh(engine)
    seen = next(t for t in table(engine) if t["id"] == theme)
    assert (seen["label"], seen["label_source"], seen["status"], seen["owner"]) == ("Okta", "person", "planned", "mia")


def test_an_error_while_publishing_publishes_nothing_and_the_last_ranking_stands(engine: Engine) -> None:
    rank_company(engine)
    standing, before = current(engine), table(engine)
    add_feedback(engine, complaints("invoice", ["A-1", "A-2", "A-4"], source="chat"))
    run_id = prepare_run(engine)

    def settle(session: Session, counts: Mapping[str, int]) -> None:
        raise RuntimeError("the lease was lost")

    with pytest.raises(RuntimeError, match="lease"):
        complete_run(engine, run_id, Namer(WordEmbedder()), quiet, settle)
    assert (current(engine), table(engine)) == (standing, before)
    with reading(engine) as session:
        assert get_run(session, run_id).state == "running"
        assert session.query(RunThemeRow).filter_by(run_id=run_id).count() == 0
    complete_run(engine, run_id, Namer(WordEmbedder()), quiet)
    assert current(engine) == run_id


def test_nobody_sees_a_ranking_before_it_is_whole(engine: Engine) -> None:
    rank_company(engine)
    standing, before = current(engine), table(engine)
    add_feedback(engine, complaints("invoice", ["A-1", "A-2", "A-4"], source="chat"))
    run_id = prepare_run(engine)
    seen = []
    counts = complete_run(engine, run_id, Namer(WordEmbedder()), quiet, lambda session, counts: seen.append((counts, current(engine), table(engine))))
    assert seen == [(counts, standing, before)]
    assert current(engine) == run_id
    assert table(engine) != before


def test_items_without_an_account_are_mentions_that_weigh_no_arr(engine: Engine) -> None:
    rank_company(engine)
    login = theme_of(engine, "login")
    assert (login["mentions"], login["accounts"], login["affected_arr"]["amount"]) == (7, 4, "12000.00")
    assert "2 mentions without an account" in login["scope_cautions"]


def test_arr_in_a_currency_without_a_rate_is_counted_as_unknown(engine: Engine) -> None:
    rank_company(engine)
    assert theme_of(engine, "export")["unknown_arr_accounts"] == 1
    assert theme_of(engine, "export")["affected_arr"]["amount"] == "21150.15"
    assert theme_of(engine, "invoice")["unknown_arr_accounts"] == 0
    with reading(engine) as session:
        assert {a["account_id"]: a["arr"] for a in list_accounts(session)}["A-7"] is None


def test_a_day_in_the_past_knows_nothing_of_what_was_said_later(engine: Engine) -> None:
    import_company(engine)
    add_feedback(
        engine, [item("midnight", "export files runs into timeout tonight", "A-1", "2026-07-31T23:59:59Z"), item("after", "parrots", "A-1", "2026-08-01")]
    )
    day = end_of_day(date(2026, 7, 31))
    summary = refresh(engine, as_of=day)
    said = [row for row in FEEDBACK if row["occurred_at"] <= "2026-07-31"]
    assert summary.counts["items"] == len(said) + 1
    assert all(theme["last_seen"] <= "2026-07-31T23:59:59Z" for theme in table(engine))
    assert sum(theme["mentions"] for theme in table(engine)) <= len(said) + 1
    assert {theme["as_of"] for theme in table(engine)} == {"2026-07-31T23:59:59Z"}


def test_what_lies_before_the_window_is_in_the_theme_and_not_in_its_figures(engine: Engine) -> None:
    import_company(engine)
    add_feedback(engine, complaints("export", ["A-5", "A-6"], source="old", day="2024-01-{month:02}"))
    refresh(engine)
    assert theme_of(engine, "export")["mentions"] == 12


def test_a_theme_of_which_nobody_spoke_in_the_window_is_kept_unranked(engine: Engine) -> None:
    import_company(engine, [row for row in FEEDBACK if not row["external_id"].startswith("export")])
    add_feedback(engine, complaints("export", [f"A-{n}" for n in range(1, 9)], day="2024-{month:02}-01"))
    refresh(engine)
    assert {word for theme in table(engine) for word in ("export", "login", "invoice") if word in theme["label"].lower()} == {"login", "invoice"}
    add_feedback(engine, complaints("export", ["A-1"], source="new"))
    refresh(engine)
    assert theme_of(engine, "export")["mentions"] == 1
    with reading(engine) as session:
        assert session.query(ThemeRow).count() == 3


@pytest.mark.parametrize("items", [0, 1, 2])
def test_a_company_of_hardly_any_feedback_gets_an_empty_ranking(engine: Engine, items: int, tmp_path: Path) -> None:
    import_company(engine, FEEDBACK[:items])
    summary = refresh(engine)
    assert (summary.counts["snippets"], summary.counts["themes"]) == (items, 0)
    assert table(engine) == []
    assert len(exported(engine, "snippets", tmp_path)) == items
    assert len(exported(engine, "accounts", tmp_path)) == 8


@pytest.mark.parametrize("points", [3, 4])
def test_one_item_of_a_few_points_gets_an_empty_ranking(engine: Engine, points: int) -> None:
    said = ["The export of large reports fails.", "The login page is slow on mobile.", "Invoices lack our tax number.", "The calendar shows the wrong day."]
    import_company(engine, [item("only", " ".join(said[:points]), "A-1")])
    assert (refresh(engine).counts["snippets"], table(engine)) == (points, [])
    assert refresh(engine).counts["themes"] == 0


def test_three_items_of_three_matters_are_no_theme(engine: Engine) -> None:
    import_company(engine, [FEEDBACK[0], FEEDBACK[-1], *complaints("login", ["A-2"])])
    assert refresh(engine).counts["snippets"] == 3
    assert table(engine) == []


def test_an_empty_database_gets_an_empty_ranking(engine: Engine) -> None:
    summary = refresh(engine)
    assert set(summary.counts.values()) == {0}
    assert table(engine) == []
    assert current(engine) == summary.run_id


def test_feedback_in_a_language_the_model_does_not_read_is_kept_out_of_the_themes_and_counted(engine: Engine, tmp_path: Path) -> None:
    import_company(engine)
    add_feedback(engine, [item(f"de-{n}", f"export files runs into timeout {n}", "A-1", language="de") for n in range(4)])
    assert refresh(engine).counts["foreign"] == 4
    rows = [row for row in exported(engine, "snippets", tmp_path) if row["external_id"].startswith("de-")]
    assert [row["theme_id"] for row in rows] == [None] * 4
    assert theme_of(engine, "export")["mentions"] == 12


def test_a_run_that_was_begun_twice_is_one_run(engine: Engine) -> None:
    import_company(engine)
    run_id = begin_run(engine, SETTINGS, AS_OF, "run_1")
    assert begin_run(engine, SETTINGS, datetime(2030, 1, 1, tzinfo=UTC), "run_1") == run_id
    with reading(engine) as session:
        assert get_run(session, "run_1").as_of == AS_OF


def test_every_stage_is_told_from_nothing_to_all(engine: Engine) -> None:
    import_company(engine)
    told: list[tuple[str, int, int]] = []
    refresh_themes(engine, WordEmbedder(), SETTINGS, AS_OF, lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == list(STAGES)
    for stage in STAGES:
        steps = [(done, total) for name, done, total in told if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] > 0
