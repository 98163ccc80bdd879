"""Long answers: nobody is shown one that something changed since."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.session import reading, transaction
from voc.domain.changes import ChangeKind
from voc.usecases.feedback.import_rows import import_rows_into
from voc.usecases.shared.load_course import Standpoint
from voc_api import long_answers
from voc_api.long_answers import LongAnswers

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)


def note(session: Session, kind: ChangeKind = ChangeKind.THEME_EDITED) -> None:
    add_change(session, kind, "thm_1", NOW, after={})


@pytest.fixture(autouse=True)
def count_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each computing of the answer has the next number."""
    numbers = iter(range(100))
    monkeypatch.setattr(long_answers, "measure_silence", lambda *_: next(numbers))


def ask(engine: Engine, answers: LongAnswers) -> object:
    with reading(engine) as session:
        return answers.silence(session, Standpoint(NOW, "USD"), None)


def test_an_answer_is_kept_until_a_figure_changes(engine: Engine) -> None:
    answers = LongAnswers("USD")
    assert (ask(engine, answers), ask(engine, answers)) == (0, 0)
    with transaction(engine) as session:
        note(session, ChangeKind.SIGNED_IN)
    assert ask(engine, answers) == 0
    with transaction(engine) as session:
        note(session)
    assert (ask(engine, answers), ask(engine, answers)) == (1, 1)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite has one writer: numbers come in the order of commits
def test_a_change_that_is_committed_after_a_later_one_is_not_missed(engine: Engine) -> None:
    answers = LongAnswers("USD")
    with transaction(engine) as slow:
        note(slow)
        with transaction(engine) as quick:
            note(quick)
        assert ask(engine, answers) == 0
    assert ask(engine, answers) == 1


def test_an_import_that_broke_off_before_it_was_noted_is_not_missed(engine: Engine) -> None:
    answers = LongAnswers("USD")
    assert ask(engine, answers) == 0
    with transaction(engine) as session:
        import_rows_into(session, "fx", [{"currency": "EUR", "as_of": "2026-11-01", "rate": "1.1"}], reporting_currency="USD")
    assert ask(engine, answers) == 1
