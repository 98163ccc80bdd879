"""What is kept of the database: nobody is shown what is old."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from tests.api.company import account_key, import_company, publish, rank_company, theme_id
from voc.db.import_counts import count_kinds
from voc.db.kept import Kept, forget_kept
from voc.db.runs import get_run
from voc.db.seen_keys import SeenKeys
from voc.db.session import reading, transaction
from voc.db.themes import list_run_themes
from voc.sources.registry import find_kind
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.feedback.import_rows import defaults_for, import_rows, save_values
from voc.usecases.shared.load_books import load_run_books

DAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)


def test_an_answer_is_computed_once_a_version() -> None:
    kept = Kept(2)
    assert kept.get("a", 1, lambda: "first") == kept.get("a", 1, lambda: "second") == "first"
    assert kept.get("a", 2, lambda: "third") == "third"


def test_of_many_answers_the_last_asked_for_are_kept() -> None:
    kept = Kept(2)
    for question in ("a", "b", "a", "c"):
        kept.get(question, 1, lambda: "kept")
    assert [kept.get(question, 1, lambda: "anew") for question in ("a", "c", "b")] == ["kept", "kept", "anew"]


def test_everything_kept_can_be_forgotten() -> None:
    kept = Kept(2)
    kept.get("a", 1, lambda: "old")
    forget_kept()
    assert kept.get("a", 1, lambda: "anew") == "anew"


def arr_of_first(engine: Engine, run_id: str) -> Decimal | None:
    with reading(engine) as session:
        return load_run_books(session, get_run(session, run_id), DAY).accounts[account_key("A-1")].arr


def test_the_books_are_read_once_and_again_after_an_import(engine: Engine) -> None:
    run_id = rank_company(engine)
    with reading(engine) as session:
        run = get_run(session, run_id)
        assert load_run_books(session, run, DAY) is load_run_books(session, run, DAY)
    before = arr_of_first(engine, run_id)
    change = {"account_id": "A-1", "effective_on": "2026-10-30", "arr": "777", "currency": "USD", "reason": "expansion"}
    import_rows(engine, "arr", [change], reporting_currency="USD")
    assert before != arr_of_first(engine, run_id) == Decimal(777)


def test_books_read_while_an_import_is_under_way_are_old_after_it(engine: Engine) -> None:
    """Also where its process dies before it can say that it is done: every batch counts by itself."""
    run_id = rank_company(engine)
    before = arr_of_first(engine, run_id)
    with transaction(engine) as session:
        kind = find_kind("arr")
        change = kind.parse({"account_id": "A-1", "effective_on": "2026-10-30", "arr": "888", "currency": "USD", "reason": "expansion"}, defaults_for("USD"))
        with SeenKeys() as seen:
            save_values(session, kind, [(1, change)], seen)
        assert arr_of_first(engine, run_id) == before
    assert arr_of_first(engine, run_id) == Decimal(888)


@pytest.mark.parametrize("kind", ["accounts", "feedback"])
def test_counts_of_imported_rows_are_those_of_now(engine: Engine, kind: str) -> None:
    import_company(engine)
    with reading(engine) as session:
        before = count_kinds(session)[kind]
    rows = {
        "accounts": {"account_id": "A-99", "name": "New", "arr": "1", "currency": "USD", "status": "active"},
        "feedback": {"source": "zendesk", "external_id": "new", "kind": "ticket", "occurred_at": "2026-10-01", "text": "More please."},
    }
    import_rows(engine, kind, [rows[kind]], reporting_currency="USD")
    with reading(engine) as session:
        assert count_kinds(session)[kind] == before + 1


def test_what_people_say_of_a_theme_is_never_old(engine: Engine) -> None:
    import_company(engine)
    run_id, export = publish(engine), theme_id("export")

    def said() -> tuple[str, object]:
        with reading(engine) as session:
            return next((p.theme.label, p.figures["owner"]) for p in list_run_themes(session, run_id) if p.theme.id == export)

    made = said()
    with transaction(engine) as session:
        edit_theme(session, export, {"label": "Exports", "owner": "Bo"}, "Ana", NOW)
    assert said() == ("Exports", "Bo")
    with transaction(engine) as session:
        edit_theme(session, export, {"label": None, "owner": None}, "Ana", NOW)
    assert said() == made
