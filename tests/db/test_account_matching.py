from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
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
    known = {"by id", "by domain", "by address", "unknown id"}
    assert matched(engine) == {item.external_id: ACME.id if item.external_id in known else None for item in ITEMS}
    assert [one.account for one in saved] == [matched(engine)[item.external_id] for item in ITEMS]


def test_items_that_came_before_their_account_are_matched_when_it_comes(engine: Engine) -> None:
    with transaction(engine) as session:
        save_feedback(session, ITEMS)
    assert set(matched(engine).values()) == {None}
    assert save(engine, ACME) == 4
    assert save(engine, replace(ACME, name="Acme 2")) == 0
    assert sum(account is not None for account in matched(engine).values()) == 4


def test_an_item_moves_to_the_account_that_its_id_names_once_that_is_known(engine: Engine) -> None:
    save(engine, ACME)
    with transaction(engine) as session:
        save_feedback(session, ITEMS)
    named = Account("a9", "Acme of the North", Decimal(5), "USD")
    assert save(engine, named) == 1
    assert (matched(engine)["unknown id"], matched(engine)["by domain"]) == (named.id, ACME.id)
    assert save(engine, replace(named, name="North")) == 0


DOMAINS = st.lists(st.sampled_from(["acme.com", "beta.io"]), max_size=2, unique=True).map(tuple)
ACCOUNTS = st.lists(
    st.builds(
        lambda number, domain, further, parent, status: Account(
            f"a{number}", "x", None, "USD", domain=domain, further_domains=further, parent_account_id=parent, status=status
        ),
        st.integers(1, 4), st.sampled_from([None, "acme.com", "gmail.com"]), DOMAINS, st.sampled_from([None, "a1"]), st.sampled_from(["active", "churned"]),
    ),
    max_size=4, unique_by=lambda account: account.account_id,
)  # fmt: skip
SAID = st.lists(
    st.tuples(
        st.sampled_from([None, "a1", "a2", "a9"]),
        st.sampled_from([None, "acme.com", "beta.io", "no.one"]),
        st.sampled_from([None, "ada@acme.com", "bo@beta.io", "cy@gmail.com"]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@given(accounts=ACCOUNTS, said=SAID)
@settings(max_examples=40)
def test_it_is_the_same_whether_accounts_come_before_feedback_or_after_it_one_by_one(
    engine: Engine, empty_tables: Callable[[Engine], None], accounts: list[Account], said: list[tuple[str | None, str | None, str | None]]
) -> None:
    items = [
        FeedbackItem("s", str(number), Kind.EMAIL, DAY, "x", DAY, account_ref=ref, account_domain=domain, author_email=email)
        for number, (ref, domain, email) in enumerate(said)
    ]
    empty_tables(engine)
    save(engine, *accounts)
    with transaction(engine) as session:
        save_feedback(session, items)
    before = matched(engine)
    empty_tables(engine)
    with transaction(engine) as session:
        save_feedback(session, items)
    for account in accounts:
        save(engine, account)
    assert matched(engine) == before
    ids = {account.account_id: account.id for account in accounts}
    assert all(before[item.external_id] == ids[str(item.account_ref)] for item in items if item.account_ref in ids)


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


def test_every_domain_of_an_account_finds_its_feedback(engine: Engine) -> None:
    save(engine, replace(ACME, further_domains=("acme-bikes.com", "gmail.com")))
    with transaction(engine) as session:
        save_feedback(session, [replace(ITEMS[1], account_domain="acme-bikes.com"), replace(ITEMS[2], author_email="ada@acme-bikes.com"), ITEMS[3]])
    assert matched(engine) == {"by domain": ACME.id, "by address": ACME.id, "free mail": None}


def test_a_further_domain_that_accounts_share_is_the_parents_or_the_standing_ones_or_nobodys(engine: Engine) -> None:
    parent = replace(ACME, domain="acme.org", further_domains=("acme.com",))
    child = Account("a2", "Acme Bikes", Decimal(5), "USD", domain="acme.com")
    with transaction(engine) as session:
        save_feedback(session, ITEMS[1:2])
    save(engine, parent, child)
    assert matched(engine) == {"by domain": None}
    save(engine, replace(child, parent_account_id="a1"))
    assert matched(engine) == {"by domain": parent.id}
    save(engine, child, replace(parent, status="churned"))
    assert matched(engine) == {"by domain": child.id}


def test_a_domain_that_an_account_no_longer_states_gives_its_feedback_back(engine: Engine) -> None:
    save(engine, replace(ACME, domain="acme.org", further_domains=("acme.com",)))
    with transaction(engine) as session:
        save_feedback(session, ITEMS[1:2])
    assert save(engine, replace(ACME, domain="acme.org")) == 1
    assert matched(engine) == {"by domain": None}
