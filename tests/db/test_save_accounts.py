from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import Engine

from voc.db.accounts import list_account_facts, save_accounts
from voc.db.arr_changes import save_arr_changes
from voc.db.fx_rates import load_fx, save_fx_rates
from voc.db.session import reading, transaction
from voc.db.upsert import Outcome
from voc.domain.accounts import Account, AccountFacts, ArrChange
from voc.domain.money import FxRate

ACME = Account("a1", "Acme", Decimal("1200.50"), "EUR", domain="acme.com", segment="enterprise", renews_on=date(2027, 1, 1), attributes={"Owner": "Bo"})
DAY = date(2026, 6, 1)


def facts(engine: Engine, day: date = DAY) -> dict[str, AccountFacts]:
    with reading(engine) as session:
        return {found.account_id: found for found in list_account_facts(session, day, load_fx(session, "USD")).values()}


def test_accounts_are_added_once_and_updated_where_they_differ(engine: Engine) -> None:
    with transaction(engine) as session:
        assert save_accounts(session, [ACME, replace(ACME, account_id="a2")]) == [Outcome.ADDED, Outcome.ADDED]
    with transaction(engine) as session:
        changed = [replace(ACME, arr=Decimal("1200.5")), replace(ACME, account_id="a2", attributes={"Owner": "Cy"})]
        assert save_accounts(session, changed) == [Outcome.UNCHANGED, Outcome.UPDATED]
        assert save_accounts(session, changed) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_a_dry_run_says_the_same_and_writes_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        assert save_accounts(session, [ACME, ACME], dry_run=True) == [Outcome.ADDED, Outcome.UNCHANGED]
    assert facts(engine) == {}


def test_an_account_whose_further_domains_differ_is_updated(engine: Engine) -> None:
    several = replace(ACME, further_domains=("acme.org", "acme.dev"))
    with transaction(engine) as session:
        assert save_accounts(session, [several, replace(ACME, account_id="a2")]) == [Outcome.ADDED, Outcome.ADDED]
        assert save_accounts(session, [replace(ACME, further_domains=("acme.dev", "acme.org"))]) == [Outcome.UNCHANGED]
        assert save_accounts(session, [replace(several, further_domains=("acme.org",))], dry_run=True) == [Outcome.UPDATED]
        assert save_accounts(session, [replace(several, further_domains=("acme.io",)), ACME]) == [Outcome.UPDATED, Outcome.UPDATED]
        assert save_accounts(session, [ACME]) == [Outcome.UNCHANGED]


def test_more_accounts_than_one_lookup_holds_are_saved(engine: Engine) -> None:
    many = [replace(ACME, account_id=f"a{number}") for number in range(1_201)]
    with transaction(engine) as session:
        assert set(save_accounts(session, many)) == {Outcome.ADDED}
        assert set(save_accounts(session, many)) == {Outcome.UNCHANGED}


def test_facts_are_in_the_reporting_currency_at_the_days_rate(engine: Engine) -> None:
    with transaction(engine) as session:
        save_accounts(session, [ACME])
        save_fx_rates(session, [FxRate("EUR", date(2026, 1, 1), Decimal("1.1")), FxRate("EUR", date(2026, 7, 1), Decimal(2))])
    assert facts(engine)["a1"].arr == Decimal("1320.55")
    assert facts(engine, date(2026, 8, 1))["a1"].arr == Decimal("2401.00")
    assert (facts(engine)["a1"].id, facts(engine)["a1"].renews_on) == (ACME.id, date(2027, 1, 1))


def test_an_arr_without_a_rate_is_unknown_not_zero(engine: Engine) -> None:
    with transaction(engine) as session:
        save_accounts(session, [ACME])
    assert facts(engine)["a1"].arr is None


def test_facts_take_the_arr_that_stood_on_the_day(engine: Engine) -> None:
    with transaction(engine) as session:
        save_accounts(session, [replace(ACME, currency="USD")])
        changes = [ArrChange("a1", date(2026, 5, 1), Decimal(100), "USD", "new"), ArrChange("a1", date(2026, 7, 1), Decimal(200), "USD", "expansion")]
        assert save_arr_changes(session, [*changes, ArrChange("not known", DAY, Decimal(1), "USD")]) == [Outcome.ADDED] * 3
    assert [facts(engine, day)["a1"].arr for day in (date(2026, 4, 1), DAY, date(2026, 7, 1))] == [Decimal(0), Decimal(100), Decimal(200)]
    assert list(facts(engine)) == ["a1"]
