"""Feedback listed and narrowed in SQL."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.api.company import account_key, item, rank_company
from voc.db.feedback_reading import FeedbackFilter, get_feedback, has_feedback, list_feedback
from voc.db.session import reading
from voc.domain.feedback import feedback_id
from voc.errors import NotFoundError
from voc.usecases.feedback.import_rows import import_rows


def test_whether_there_is_feedback_is_known(engine: Engine) -> None:
    with reading(engine) as session:
        assert not has_feedback(session)
    import_rows(engine, "feedback", [item("1", "the export dies")], reporting_currency="USD")
    with reading(engine) as session:
        assert has_feedback(session)
        assert get_feedback(session, feedback_id("zendesk", "1")).text == "the export dies"
        with pytest.raises(NotFoundError):
            get_feedback(session, "fbk_none")


def test_pages_by_time_have_no_gap_and_no_repeat_where_many_bear_one_time(engine: Engine) -> None:
    import_rows(engine, "feedback", [item(str(n), "same moment") for n in range(7)], reporting_currency="USD")
    seen: list[str] = []
    after = None
    with reading(engine) as session:
        while page := list_feedback(session, FeedbackFilter(), 3, after):
            seen += [found.id for found in page]
            after = (page[-1].occurred_at, page[-1].id)
    assert seen == sorted(feedback_id("zendesk", str(n)) for n in range(7))


def test_filters_combine_and_words_are_taken_literally(engine: Engine) -> None:
    rank_company(engine)

    def found(**which: object) -> int:
        with reading(engine) as session:
            return len(list_feedback(session, FeedbackFilter(**which), 100))  # type: ignore[arg-type]

    assert found(sources=("zendesk",), account=account_key("A-1")) == 2
    assert found(since=datetime(2026, 10, 1, tzinfo=UTC)) == 4
    assert found(words="EXPORT again") == 1
    assert found(words="exp_rt") == 0
    assert found(words="%") == 0
