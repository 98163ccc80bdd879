"""Answers that take long to compute, kept until something that they stand on changes.

Everything that people, imports and refreshes change is noted as a change or published as a run: (run, day, mark of such changes) tells when an answer is old.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from voc.db.changes import find_mark
from voc.db.runs import find_current_run
from voc.domain.changes import FIGURES

MOST = 256  # answers

T = TypeVar("T")


class Kept:
    """The answers of one process."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, session: Session, question: Hashable, compute: Callable[[], T]) -> T:
        """The answer to the question as of now: kept where nothing changed since, else computed. Nobody changes what is in it."""
        run = find_current_run(session)
        version = (run and run.id, datetime.now(UTC).date(), find_mark(session, FIGURES))
        with self._lock:
            if (kept := self._answers.get(question)) and kept[0] == version:
                self._answers.move_to_end(question)
                return cast("T", kept[1])
        answer = compute()
        with self._lock:
            self._answers[question] = (version, answer)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)
        return answer
