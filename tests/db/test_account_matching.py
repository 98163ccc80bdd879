from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Engine, select

from voc.db.account_matching import rematch_feedback
from voc.db.accounts import save_accounts
from voc.db.feedback import save_feedback
from voc.db.session import reading, transaction
from voc.db.tables import FeedbackRow
from voc.domain.accounts import Account
from voc.domain.feedback import FeedbackItem, Kind

DAY = datetime(2026, 8, 1, tzinfo=UTC)
ACME = Account("a1", "Acme", Decimal(5), "USD", domain="acme.com")
ITEMS = [
    FeedbackItem("s", "by id", Kind.EMAIL, DAY, "x", DAY, account_ref="a1", account_domain="beta.io"),
    FeedbackItem("s", "by domain", Kind.EMAIL, DAY, "x", DAY, account_domain="acme.com"),
    FeedbackItem("s", "by address", Kind.EMAIL, DAY, "x", DAY, author_email="ada@acme.com"),
    FeedbackItem("s", "free mail", Kind.EMAIL, DAY, "x", DAY, author_email="ada@gmail.com"),
    FeedbackItem("s", "unknown id", Kind.EMAIL, DAY, "x", DAY, account_ref="a9", account_domain="acme.com"),
    FeedbackItem("s", "nothing", Kind.EMAIL, DAY, "x", DAY),
]


def matched(engine: Engine) -> dict[str, str | None]:
    with reading(engine) as session:
        return dict(session.execute(select(FeedbackRow.external_id, FeedbackRow.account)).all())


def save(engine: Engine, *accounts: Account) -> int:
    with transaction(engine) as session:
        save_accounts(session, accounts)
        return rematch_feedback(session)


def test_items_are_matched_by_id_then_domain_then_address(engine: Engine) -> None:
    save(engine, ACME)
    with transaction(engine) as session:
        saved = save_feedback(session, ITEMS)
    known = {"by id", "by domain", "by address"}
    assert matched(engine) == {item.external_id: ACME.id if item.external_id in known else None for item in ITEMS}
    assert [one.account for one in saved] == [matched(engine)[item.external_id] for item in ITEMS]


def test_items_that_came_before_their_account_are_matched_when_it_comes(engine: Engine) -> None:
    with transaction(engine) as session:
        save_feedback(session, ITEMS)
    assert set(matched(engine).values()) == {None}
    assert save(engine, ACME) == 3
    assert save(engine, replace(ACME, name="Acme 2")) == 0
    assert sum(account is not None for account in matched(engine).values()) == 3


def test_a_free_mail_domain_that_an_account_states_matches_nothing(engine: Engine) -> None:
    save(engine, replace(ACME, domain="gmail.com"))
    with transaction(engine) as session:
        save_feedback(session, [replace(ITEMS[3], account_domain="gmail.com")])
    assert matched(engine) == {"free mail": None}


def test_a_domain_that_accounts_share_is_the_parents_or_the_standing_ones_or_nobodys(engine: Engine) -> None:
    child = Account("a2", "Acme Bikes", Decimal(5), "USD", domain="acme.com")
    with transaction(engine) as session:
        save_feedback(session, ITEMS)
    save(engine, ACME, child)
    assert matched(engine)["by domain"] is None
    save(engine, replace(child, parent_account_id="a1"))
    assert matched(engine)["by domain"] == ACME.id
    save(engine, child, replace(ACME, status="churned"))
    assert matched(engine)["by domain"] == child.id
    assert matched(engine)["by id"] == ACME.id
