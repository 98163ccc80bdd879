"""Search on a themed company: by words, by meaning, by both, narrowed."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from tests.api.company import item, publish, rank_company
from tests.remembering import RememberingEmbedder
from voc.db.mentions import QuoteFilter
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.db.tables import FeedbackRow, SnippetRow
from voc.errors import NotFoundError
from voc.usecases.feedback.find_meaning import MeaningFinder
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.feedback.search_feedback import SearchResult, list_alike, search_feedback
from voc.usecases.refresh.embed_snippets import embed_snippets
from voc.usecases.refresh.split_feedback import split_feedback

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ALL = QuoteFilter()


def search(engine: Engine, query: str, which: QuoteFilter = ALL, meaning: Sequence[str] | None = None, limit: int = 50, offset: int = 0) -> SearchResult:
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        return search_feedback(session, run, query, which, lambda _: meaning, limit, offset)


def texts(found: SearchResult) -> list[str]:
    return [quote.text for quote in found.quotes]


@pytest.fixture(autouse=True)
def company(engine: Engine) -> None:
    rank_company(engine)


def test_words_are_found_in_other_forms_and_those_that_have_all_come_first(engine: Engine) -> None:
    found = search(engine, "exports")
    assert found.total and all("export" in text.lower() for text in texts(found))
    assert not found.by_meaning
    assert texts(search(engine, "exports zeppelin")) == texts(found)
    assert search(engine, "zeppelin balloon").total == 0
    both = texts(search(engine, f"login {texts(found)[-1]}"))
    assert both[0] == texts(found)[-1]
    assert texts(search(engine, "expo")) == texts(found)


@pytest.mark.parametrize(
    "query", ["", "  ", "?", '"', "export OR", "text:export", "NEAR(", "export*", "a\\", "'; DROP TABLE snippet; --", "-export", "!", "&|"]
)
def test_no_query_is_an_error(engine: Engine, query: str) -> None:
    assert search(engine, query).total >= 0
    assert search(engine, "exports").total


def test_what_means_the_same_is_listed_with_what_has_the_words(engine: Engine) -> None:
    by_words = search(engine, "export")
    login = search(engine, "login").quotes[0]
    both = search(engine, "export", meaning=[by_words.quotes[-1].id, login.id])
    assert both.by_meaning
    assert both.quotes[0].id == by_words.quotes[-1].id
    assert login.id in [quote.id for quote in both.quotes]
    assert both.total == by_words.total + 1


def test_a_filter_narrows_words_and_meaning_alike(engine: Engine) -> None:
    login = search(engine, "login").quotes[0]
    narrowed = QuoteFilter(as_of=datetime(2000, 1, 1, tzinfo=UTC))
    assert search(engine, "export", narrowed, [login.id]).total == 0


def test_pages_follow_each_other(engine: Engine) -> None:
    whole = [quote.id for quote in search(engine, "export").quotes]
    assert len(whole) > 2
    parts = [quote.id for place in range(0, len(whole), 2) for quote in search(engine, "export", limit=2, offset=place).quotes]
    assert parts == whole


def test_the_index_follows_what_is_changed_and_erased(engine: Engine) -> None:
    one = search(engine, "export").quotes[0]
    with transaction(engine) as session:
        session.execute(update(SnippetRow).where(SnippetRow.id == one.id).values(text="a zeppelin instead"))
    assert [quote.id for quote in search(engine, "zeppelins").quotes] == [one.id]
    assert one.id not in [quote.id for quote in search(engine, "export").quotes]
    with transaction(engine) as session:
        session.execute(delete(FeedbackRow).where(FeedbackRow.id == one.feedback_id))
    assert search(engine, "zeppelins").total == 0


@pytest.fixture
def finder(engine: Engine, embedder: RememberingEmbedder) -> MeaningFinder:
    import_rows(engine, "feedback", [item("new", "Downloading our data to a spreadsheet takes ages.")], reporting_currency="USD")
    split_feedback(engine, lambda done, total: None)
    embed_snippets(engine, embedder, lambda done, total: None)
    publish(engine, 2)
    return MeaningFinder(engine, embedder)


def test_other_words_of_the_same_meaning_are_found(engine: Engine, finder: MeaningFinder) -> None:
    hits = finder.find("exporting to Excel is slow", 50)
    assert [cosine for _, cosine in hits] == sorted((cosine for _, cosine in hits), reverse=True)
    found = search(engine, "exporting to Excel is slow", meaning=[key for key, _ in hits])
    assert "Downloading our data to a spreadsheet takes ages." in texts(found)


def test_more_like_a_snippet_leaves_it_out_itself(engine: Engine, finder: MeaningFinder) -> None:
    one = search(engine, "export").quotes[0]

    def alike(session: Session) -> SearchResult:
        run = find_current_run(session)
        assert run is not None
        return list_alike(session, run, ALL, lambda limit: [key for key, _ in finder.find_alike([one.id], limit)], 50)

    with reading(engine) as session:
        found = alike(session)
    assert found.total and one.id not in [quote.id for quote in found.quotes]
    with pytest.raises(NotFoundError):
        finder.find_alike(["snp_none"], 5)


def test_a_new_ranking_is_found_in_at_once(engine: Engine, finder: MeaningFinder, embedder: RememberingEmbedder) -> None:
    assert finder.find("our zeppelin is grounded", 5) is not None
    import_rows(engine, "feedback", [item("z", "The zeppelin cannot take off.")], reporting_currency="USD")
    split_feedback(engine, lambda done, total: None)
    embed_snippets(engine, embedder, lambda done, total: None)
    publish(engine, 3)
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        found = list_alike(session, run, ALL, lambda limit: [key for key, _ in finder.find("our zeppelin is grounded", limit)], 1)
    assert texts(found) == ["The zeppelin cannot take off."]
