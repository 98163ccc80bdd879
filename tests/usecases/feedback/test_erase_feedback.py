"""Erasing: what somebody wrote is nowhere any more, but in reports that people froze, which are named."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update

from tests.api.company import account_key, import_company, item, publish, theme_id
from tests.usecases.reporting import freeze_october, import_shared_ask
from voc.db.changes import list_changes
from voc.db.embeddings import add_vectors, list_vectors
from voc.db.feedback_reading import FeedbackFilter, list_feedback
from voc.db.jobs import add_job, claim_job, finish_job, get_job
from voc.db.mentions import QuoteFilter
from voc.db.schema import METADATA
from voc.db.session import reading, transaction
from voc.db.tables import FeedbackRow, SnippetRow
from voc.db.themes import find_theme
from voc.db.word_search import list_word_hits
from voc.domain.erasing import Erasable
from voc.domain.feedback import feedback_id
from voc.errors import InputError
from voc.usecases.feedback.erase_feedback import erase_feedback, erase_old, preview_erasure
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.keep_jobs import keep_jobs

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
SECRET = "the xylophone export eats my quarterly zucchini"
ZOE = Erasable(author_email="Zoe@Writer.example")


@pytest.fixture
def ranked(engine: Engine) -> str:
    """The company, whose Zoe wrote two items, one of which she revised; her words are a theme's summary."""
    import_company(engine)
    rows = [
        {**item("z1", "the xylophone is fine", "A-2"), "author_email": "zoe@writer.example"},
        {**item("z1", SECRET, "A-2"), "author_email": "zoe@writer.example", "updated_at": "2026-10-02"},
        {**item("z2", "the export dies after ten minutes", "A-2"), "author_email": "zoe@writer.example"},
    ]
    import_rows(engine, "feedback", rows, reporting_currency="USD")
    run_id = publish(engine)
    with transaction(engine) as session:
        session.execute(
            text("UPDATE theme SET summary = :words WHERE id = :id"), {"words": "The xylophone export eats my quarterly zucchini.", "id": theme_id("export")}
        )
        hashes = session.scalars(select(SnippetRow.text_hash)).all()
        add_vectors(session, "words", {key: key.encode() for key in hashes})
    return run_id


def count(engine: Engine) -> int:
    with reading(engine) as session:
        return len(list_feedback(session, FeedbackFilter(), 1_000))


def everything(engine: Engine) -> str:
    with engine.connect() as connection:
        return str([connection.execute(table.select()).all() for table in METADATA.sorted_tables])


def test_nothing_of_it_is_left_in_any_table(engine: Engine, ranked: str) -> None:
    before = count(engine)
    with reading(engine) as session:
        foreseen = preview_erasure(session, ZOE)
    with transaction(engine) as session:
        done = erase_feedback(session, ZOE, NOW)
    assert done.erasure == foreseen
    assert (foreseen.items, foreseen.revisions, foreseen.snippets, foreseen.summaries) == (2, 1, 2, 1)
    left = everything(engine)
    assert "zoe@writer" not in left
    assert "xylophone" not in left
    assert "zucchini" not in left
    assert count(engine) == before - 2
    with reading(engine) as session:
        assert list_word_hits(session, ranked, "zucchini", QuoteFilter(), 10) == []
        theme = find_theme(session, theme_id("export"))
        assert done.job_id
        assert get_job(session, done.job_id).kind == "refresh"
    assert theme is not None
    assert theme.summary == ""


def test_a_vector_stays_while_somebody_else_says_the_same(engine: Engine, ranked: str) -> None:
    with reading(engine) as session:
        rows = session.execute(select(SnippetRow.text, SnippetRow.text_hash)).all()
    hashes = dict(rows)
    with transaction(engine) as session:
        assert erase_feedback(session, ZOE, NOW).erasure.embeddings == 1
    with reading(engine) as session:
        kept = list_vectors(session, "words", list(hashes.values()))
    assert hashes[SECRET] not in kept
    assert hashes["the export dies after ten minutes"] in kept


def test_a_sqlite_file_does_not_hold_the_words_any_more(sqlite_engine: Engine, empty_tables: Callable[[Engine], None]) -> None:
    empty_tables(sqlite_engine)
    import_rows(sqlite_engine, "feedback", [{**item("z1", SECRET), "author_email": "zoe@writer.example"}], reporting_currency="USD")
    publish(sqlite_engine)
    with transaction(sqlite_engine) as session:
        erase_feedback(session, ZOE, NOW)
    file = Path(str(sqlite_engine.url.database))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"zucchini" not in file.read_bytes()


def test_a_frozen_report_stays_and_is_named(engine: Engine, ranked: str) -> None:
    import_shared_ask(engine)
    publish(engine, 2)
    report = freeze_october(engine)
    assert "the export stops half way through" in str(report.content)
    before = everything_of_reports(engine)
    everything_said = Erasable(before=NOW)
    with transaction(engine) as session:
        done = erase_feedback(session, everything_said, NOW)
    assert [quoting.id for quoting in done.erasure.reports] == [report.id]
    assert everything_of_reports(engine) == before


def everything_of_reports(engine: Engine) -> str:
    with engine.connect() as connection:
        return str([connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")).all() for table in ("report", "report_file")])


def test_an_accounts_feedback_goes_and_the_account_stays(engine: Engine, ranked: str) -> None:
    with transaction(engine) as session:
        assert erase_feedback(session, Erasable(account_id="A-1"), NOW).erasure.items == 2
    with reading(engine) as session:
        assert list_feedback(session, FeedbackFilter(account=account_key("A-1")), 10) == []
    assert "Alder" in everything(engine)


def test_the_log_says_how_many_and_not_whose(engine: Engine, ranked: str) -> None:
    with transaction(engine) as session:
        erase_feedback(session, ZOE, NOW)
        erase_feedback(session, ZOE, NOW)
        erase_feedback(session, Erasable(item=("zendesk", "0")), NOW)
    with reading(engine) as session:
        told = [dict(change.after) for _, change in list_changes(session, 10) if change.kind == "feedback.erased"]
    assert told == [{"by": "feedback item", "items": 1, "snippets": 1}, {"by": "author e-mail", "items": 2, "snippets": 2}]


def test_an_item_is_found_however_its_source_is_spelled_and_no_other_goes_where_it_is_spelled_exactly(engine: Engine, ranked: str) -> None:
    import_rows(engine, "feedback", [item("late", "the export is slow")], reporting_currency="USD")
    meant = Erasable(item=("ZenDesk", "0"))
    with transaction(engine) as session:
        assert preview_erasure(session, meant).items == 1
        session.execute(update(FeedbackRow).where(FeedbackRow.external_id == "late").values(source="ZenDesk", external_id="0", id=feedback_id("ZenDesk", "0")))
    with transaction(engine) as session:
        assert erase_feedback(session, meant, NOW).erasure.items == 1
        assert erase_feedback(session, meant, NOW).erasure.items == 1
        assert erase_feedback(session, meant, NOW).erasure.items == 0


def test_rows_that_an_import_rejected_forget_them_too(engine: Engine) -> None:
    rejects = [{"line": "2", "row": "x,zoe@writer.example"}, {"line": "3", "row": "x,mia@writer.example"}]
    with transaction(engine) as session:
        job = claim_job(session, add_job(session, "import", {}, NOW), NOW, 30)
        assert job
        finish_job(session, job, NOW, {"read": 2, "rejects": rejects})
    with transaction(engine) as session:
        erase_feedback(session, ZOE, NOW)
    with reading(engine) as session:
        assert get_job(session, job.id).result == {"read": 2, "rejects": rejects[1:]}


@pytest.mark.parametrize("which", [Erasable(), Erasable(author_email="a@b.example", account_id="A-1")])
def test_one_thing_says_which(engine: Engine, which: Erasable) -> None:
    with reading(engine) as session, pytest.raises(InputError, match="erase by one of"):
        preview_erasure(session, which)


def test_what_is_too_old_goes_once_a_day(engine: Engine, ranked: str) -> None:
    rung: list[str] = []
    for _ in range(2):
        keep_jobs(engine, rung.append, attempts=6, refresh_every_hours=0, keep_feedback_months=1, now=NOW)
    with reading(engine) as session:
        kinds = [get_job(session, job_id).kind for job_id in set(rung)]
    assert kinds == ["erase_old"]
    assert erase_old(engine, 1, NOW) > 0
    with reading(engine) as session:
        left = list_feedback(session, FeedbackFilter(), 100)
    assert left
    assert min(found.occurred_at for found in left) >= NOW - timedelta(days=31)
    assert erase_old(engine, 1, NOW) == 0
