from typing import Any

import pytest
from sqlalchemy import Engine, select

from voc.db.session import reading
from voc.db.tables import AccountRow, FeedbackRow
from voc.domain.accounts import account_key
from voc.domain.feedback import feedback_id
from voc.errors import InputError
from voc.usecases.feedback.import_rows import RowResult, import_rows


def feedback(number: int, **changes: Any) -> dict[str, Any]:
    return {"source": "api", "external_id": number, "kind": "chat", "occurred_at": "2026-08-01", "text": "slow", **changes}


def post(engine: Engine, kind: str, rows: list[Any]) -> list[RowResult]:
    return import_rows(engine, kind, rows, reporting_currency="USD")


def test_each_row_is_answered_in_order(engine: Engine) -> None:
    results = post(engine, "feedback", [feedback(1), feedback(2, kind="tale"), "no object", feedback(1), feedback(1, text="slower")])
    assert [result.outcome for result in results] == ["added", None, None, "unchanged", "updated"]
    assert [result.id for result in results if result.outcome] == [feedback_id("api", "1")] * 3
    assert results[1].error is not None
    assert results[1].error.column == "kind"
    assert str(results[2].error) == "is not an object"
    assert not results[0].matched


def test_accounts_that_are_posted_find_their_feedback(engine: Engine) -> None:
    post(engine, "feedback", [feedback(1, account_id="a1")])
    (result,) = post(engine, "accounts", [{"account_id": "a1", "name": "Acme", "arr": 5}])
    assert result.id == account_key("a1")
    with reading(engine) as session:
        assert session.scalar(select(FeedbackRow.account)) == session.scalar(select(AccountRow.id)) == result.id


def test_two_rows_about_one_thing_that_differ_name_the_first(engine: Engine) -> None:
    row = {"account_id": "a1", "effective_on": "2026-01-01", "arr": 5}
    results = post(engine, "arr", [row, {**row, "arr": 6}, row])
    assert [result.outcome for result in results] == ["added", None, "unchanged"]
    assert "line 1" in str(results[1].error)


def test_more_rows_than_a_batch_holds_are_refused(engine: Engine) -> None:
    with pytest.raises(InputError, match="at most 1,000"):
        post(engine, "feedback", [feedback(number) for number in range(1_001)])
