"""Kept answers: nobody is shown one that something changed since."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.session import reading, transaction
from voc.db.tables import FxRateRow
from voc.domain.changes import ChangeKind
from voc_api.kept import Kept

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)


def note(session: Session, kind: ChangeKind = ChangeKind.THEME_EDITED) -> None:
    add_change(session, kind, "thm_1", NOW, after={})


def count_up() -> Callable[[], int]:
    numbers = iter(range(100))
    return lambda: next(numbers)


def ask(engine: Engine, kept: Kept, compute: Callable[[], int]) -> int:
    with reading(engine) as session:
        return kept.get(session, "question", compute)


def test_an_answer_is_kept_until_a_figure_changes(engine: Engine) -> None:
    kept, compute = Kept(), count_up()
    assert (ask(engine, kept, compute), ask(engine, kept, compute)) == (0, 0)
    with transaction(engine) as session:
        note(session, ChangeKind.SIGNED_IN)
    assert ask(engine, kept, compute) == 0
    with transaction(engine) as session:
        note(session)
    assert (ask(engine, kept, compute), ask(engine, kept, compute)) == (1, 1)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite has one writer: numbers come in the order of commits
def test_a_change_that_is_committed_after_a_later_one_is_not_missed(engine: Engine) -> None:
    kept, compute = Kept(), count_up()
    with transaction(engine) as slow:
        note(slow)
        with transaction(engine) as quick:
            note(quick)
        assert ask(engine, kept, compute) == 0
    assert ask(engine, kept, compute) == 1


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
def test_a_reader_sees_one_moment(engine: Engine) -> None:
    with reading(engine) as session:
        before = session.query(FxRateRow).count()
        with transaction(engine) as other:
            other.add(FxRateRow(currency="EUR", as_of=NOW.date(), rate=1))
        assert session.query(FxRateRow).count() == before
    with reading(engine) as session:
        assert session.query(FxRateRow).count() == before + 1
