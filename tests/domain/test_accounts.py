from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import facts
from voc.domain.accounts import FREE_MAIL, Account, ArrChange, arr_on, clean_domain, match_account, total_arr

STATED = (Decimal(500), "EUR")
JULY = date(2026, 7, 1)
KNOWN = {"A-1": "acc_1", "A-2": "acc_2"}
DOMAINS = {"acme.com": "acc_1", "beta.io": "acc_2"}


def change(day: date, arr: int, reason: str | None = None) -> ArrChange:
    return ArrChange("A-1", day, Decimal(arr), "USD", reason)


def test_without_a_history_the_accounts_own_row_says_its_arr() -> None:
    assert arr_on(JULY, STATED, []) == STATED


def test_an_arr_that_nobody_told_is_unknown_until_a_change_tells_it() -> None:
    untold = (None, "USD")
    assert arr_on(JULY, untold, []) == untold
    assert [arr_on(JULY + timedelta(days=d), untold, [change(JULY, 100, "expansion")])[0] for d in (-1, 0)] == [None, 100]
    assert arr_on(JULY - timedelta(days=1), untold, [change(JULY, 100, "new")])[0] == 0


def test_the_latest_change_not_after_the_day_counts_in_whatever_order_changes_come() -> None:
    history = [change(JULY, 100, "new"), change(JULY + timedelta(days=30), 300, "expansion"), change(JULY + timedelta(days=60), 0, "churn")]
    for order in permutations(history):
        seen = [arr_on(JULY + timedelta(days=d), STATED, order)[0] for d in (-1, 0, 29, 30, 59, 60, 600)]
        assert seen == [0, 100, 100, 300, 300, 0, 0]


@pytest.mark.parametrize(("reason", "before"), [("new", (Decimal(0), "USD")), ("expansion", STATED), (None, STATED)])
def test_before_the_first_change_an_account_was_nobody_yet_only_if_that_change_says_new(reason: str | None, before: tuple[Decimal, str]) -> None:
    assert arr_on(JULY - timedelta(days=1), STATED, [change(JULY, 100, reason)]) == before


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("Acme.com", "acme.com"),
        ("https://www.acme.com/pricing?x=1", "acme.com"),
        ("http://acme.com:8080", "acme.com"),
        ("ada@mail.acme.co.uk", "mail.acme.co.uk"),
        (" www.acme.com. ", "acme.com"),
        ("acme", None),
        ("", None),
        (None, None),
        ("ada@localhost", None),
    ],
)
def test_a_domain_is_read_out_of_whatever_people_write_for_one(written: str | None, domain: str | None) -> None:
    assert clean_domain(written) == domain


@given(st.text())
def test_reading_a_domain_twice_gives_the_same(written: str) -> None:
    domain = clean_domain(written)
    assert domain is None or (clean_domain(domain) == domain and "/" not in domain and "@" not in domain)


def test_the_id_outweighs_the_domain_and_the_domain_the_address() -> None:
    assert match_account("A-2", "acme.com", "ada@acme.com", KNOWN, DOMAINS) == "acc_2"
    assert match_account(None, "https://www.beta.io/", "ada@acme.com", KNOWN, DOMAINS) == "acc_2"
    assert match_account(None, "gamma.dev", "ada@Acme.com", KNOWN, DOMAINS) == "acc_1"


def test_an_account_id_that_nobody_knows_says_as_much_as_none() -> None:
    assert match_account("A-9", "https://www.beta.io/", "ada@acme.com", KNOWN, DOMAINS) == "acc_2"
    assert match_account("A-9", None, "ada@acme.com", KNOWN, DOMAINS) == "acc_1"
    assert match_account("A-9", None, "ada@gmail.com", KNOWN, DOMAINS) is None


@pytest.mark.parametrize("domain", sorted(FREE_MAIL))
def test_a_free_mail_address_says_nothing_about_a_company(domain: str) -> None:
    assert match_account(None, None, f"ada@{domain}", KNOWN, {domain: "acc_1"}) is None


def test_an_item_that_says_nothing_of_its_account_stays_unmatched() -> None:
    assert match_account(None, None, None, KNOWN, DOMAINS) is None
    assert match_account("", "", "", KNOWN, DOMAINS) is None


def test_arr_is_summed_once_an_account_and_unknown_arr_is_left_out() -> None:
    assert total_arr([facts("A-1", "10.10"), facts("A-1", "10.10"), facts("A-2", "0.20"), facts("A-3", None)]) == Decimal("10.30")
    assert total_arr([]) == 0


def test_an_accounts_id_comes_from_the_companys_own() -> None:
    assert Account("A-1", "Alder", Decimal(1), "USD").id == facts("A-1").id != facts("A-2").id
