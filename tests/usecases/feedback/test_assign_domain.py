"""Domains that people say are an account's: feedback follows, and goes back by undo."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.api.company import account_key, import_company, item, publish
from voc.db.account_domains import list_account_domains, list_unmatched
from voc.db.changes import find_act
from voc.db.feedback_reading import FeedbackFilter, list_feedback
from voc.db.session import reading, transaction
from voc.domain.changes import Actor
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, InputError, NotFoundError
from voc.usecases.feedback.assign_domain import Reassigned, assign_domain, withdraw_domain
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.undo_change import undo_change

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
ANA = Principal("usr_ana", "Ana", Role.CSM)


@pytest.fixture(autouse=True)
def company(engine: Engine) -> None:
    import_company(engine)
    unmatched = [
        {**item("u1", "export fails"), "author_email": "kim@sub.new.example"},
        {**item("u2", "export fails"), "author_email": "kim@new.example"},
        {**item("u3", "export fails"), "author_email": "kim@gmail.com", "account_domain": "https://www.new.example/x"},
        {**item("u4", "export fails", "A-99"), "author_email": "kim@new.example"},
        {**item("u7", "export fails", "A-98"), "author_email": "kim@gmail.com"},
        {**item("u5", "export fails"), "author_email": "kim@gmail.com"},
        {**item("u6", "export fails"), "author_email": None},
    ]
    import_rows(engine, "feedback", unmatched, reporting_currency="USD")


def assign(engine: Engine, domain: str, account: str) -> tuple[Reassigned, str | None]:
    with transaction(engine, Actor(ANA.id, ANA.name)) as session:
        return assign_domain(session, domain, account, NOW), find_act(session)


def of_account(engine: Engine, account: str) -> set[str]:
    with reading(engine) as session:
        return {found.external_id for found in list_feedback(session, FeedbackFilter(account=account_key(account)), 100)}


def test_what_is_unmatched_is_counted_by_what_it_says(engine: Engine) -> None:
    with reading(engine) as session:
        found = {(one.account_ref, one.domain): one.items for one in list_unmatched(session)}
    assert found == {
        (None, "new.example"): 2,
        (None, "sub.new.example"): 1,
        (None, "gmail.com"): 1,
        (None, "writer.example"): 1,
        (None, None): 1,
        ("A-99", "new.example"): 1,
        ("A-98", None): 1,
    }


def test_what_came_before_and_what_comes_is_the_accounts(engine: Engine) -> None:
    publish(engine)
    made, _ = assign(engine, "mailto@NEW.example", "A-2")
    assert (made.domain, made.account, made.items) == ("new.example", account_key("A-2"), 3)
    assert made.job_id
    assert {"u2", "u3", "u4"} <= of_account(engine, "A-2")
    import_rows(engine, "feedback", [{**item("u8", "export fails"), "author_email": "lee@new.example"}], reporting_currency="USD")
    import_rows(engine, "accounts", [{"account_id": "A-9", "name": "New", "arr": "1", "domain": "new.example"}], reporting_currency="USD")
    assert {"u2", "u3", "u4", "u8"} <= of_account(engine, "A-2")
    assert of_account(engine, "A-9") == set()


def test_an_item_whose_account_id_is_known_stays_with_it_whatever_its_domain(engine: Engine) -> None:
    import_rows(engine, "accounts", [{"account_id": "A-99", "name": "Late", "arr": "1"}], reporting_currency="USD")
    made, _ = assign(engine, "new.example", "A-2")
    assert made.items == 2
    assert of_account(engine, "A-99") == {"u4"}


def test_undo_and_withdrawal_give_it_back(engine: Engine) -> None:
    assign(engine, "new.example", "A-2")
    _, act = assign(engine, "new.example", account_key("A-3"))
    assert "u2" in of_account(engine, "A-3")
    with transaction(engine) as session:
        undo_change(session, str(act), ANA, NOW)
    assert "u2" in of_account(engine, "A-2")
    with transaction(engine) as session:
        withdraw_domain(session, "new.example", NOW)
    assert "u2" not in of_account(engine, "A-2")
    with pytest.raises(ConflictError), transaction(engine) as session:
        undo_change(session, str(act), ANA, NOW)
    with pytest.raises(NotFoundError), transaction(engine) as session:
        withdraw_domain(session, "new.example", NOW)


def test_saying_it_again_changes_nothing(engine: Engine) -> None:
    assign(engine, "new.example", "A-2")
    made, act = assign(engine, "new.example", "A-2")
    assert (made.items, made.job_id, act) == (0, None, None)
    with reading(engine) as session:
        assert [(one.domain, one.account_name, one.made_by) for one in list_account_domains(session)] == [("new.example", "Birch", "Ana")]


@pytest.mark.parametrize(("domain", "account", "error"), [("gmail.com", "A-1", InputError), ("new", "A-1", InputError), ("new.example", "none", NotFoundError)])
def test_what_cannot_be_is_refused(engine: Engine, domain: str, account: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        assign(engine, domain, account)
