"""The exposure table: separate sums over distinct accounts, exact, with what is unknown counted beside them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.factories import AS_OF, WINDOW, books, facts, mention
from voc.domain.accounts import AccountFacts, ArrBook, ArrChange, account_key
from voc.domain.deals import Deal
from voc.domain.evidence import Mention
from voc.domain.exposure import COLUMNS, RENEWAL_TERMS, Books, Exposure, last_said, measure_exposure, top_parent
from voc.domain.money import FxRate, FxTable, Money

NAMES = [f"A-{n}" for n in range(8)]
amounts = st.none() | st.decimals(min_value=-(10**6), max_value=10**9, places=2)
companies = st.lists(
    st.builds(
        lambda name, arr, days, status, parent: facts(
            name, None if arr is None else str(arr), "smb", None if days is None else WINDOW.day + timedelta(days=days), status, parent
        ),
        st.sampled_from(NAMES),
        amounts,
        st.none() | st.integers(-30, 220),
        st.sampled_from(["active", "churned", "trial"]),
        st.none() | st.sampled_from([*NAMES, "A-holding"]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda a: a.id,
)
saids = st.lists(st.tuples(st.sampled_from([*NAMES, "A-stranger", None]), st.integers(0, 364)), min_size=1, max_size=25)


def mentions_of(said: list[tuple[str | None, int]]) -> list[Mention]:
    return [mention(f"snp_{n}", who, day) for n, (who, day) in enumerate(said)]


def measure(said: list[Mention], known: Books, opportunities: tuple[str, ...] = ()) -> Exposure:
    return measure_exposure(last_said(said), opportunities, known)


@given(companies, saids)
def test_every_column_is_the_recount_over_the_accounts_that_spoke(company: list[AccountFacts], said: list[tuple[str | None, int]]) -> None:
    found = measure(mentions_of(said), books(company))
    spoke = [a for a in company if a.account_id in {who for who, _ in said}]
    assert found.accounts == tuple(sorted(a.id for a in spoke))
    assert found.affected_arr.money.amount == sum((a.arr for a in spoke if a.arr is not None), Decimal(0))
    assert found.affected_arr.unknown == sum(a.arr is None for a in spoke)
    for days in RENEWAL_TERMS:
        due = [a for a in spoke if a.status != "churned" and a.renews_on and 0 <= (a.renews_on - WINDOW.day).days <= days]
        column = found.columns[f"renewing_arr_{days}d"]
        assert (column.money.amount, column.unknown) == (sum((a.arr for a in due if a.arr is not None), Decimal(0)), sum(a.arr is None for a in due))
    gone = [a for a in spoke if a.status == "churned"]
    assert (found.churned_accounts, found.churned_arr.money.amount) == (len(gone), sum((a.arr for a in gone if a.arr is not None), Decimal(0)))


@given(companies, saids, st.integers(2, 4), st.randoms())
def test_saying_it_again_and_in_another_order_moves_nothing(
    company: list[AccountFacts], said: list[tuple[str | None, int]], times: int, random: Random
) -> None:
    louder = said * times
    random.shuffle(louder)
    shuffled = list(company)
    random.shuffle(shuffled)
    assert measure(mentions_of(louder), books(shuffled)) == measure(mentions_of(said), books(company))


@given(companies, saids, st.lists(st.integers(0, 2), min_size=25, max_size=25))
def test_themes_that_share_accounts_weigh_no_more_together_than_one_theme_of_all(
    company: list[AccountFacts], said: list[tuple[str | None, int]], places: list[int]
) -> None:
    known, whole = books(company), mentions_of(said)
    parts = [[m for m, place in zip(whole, places, strict=False) if place == n] for n in range(3)]
    joined = measure(whole, known)
    assert {key for part in parts for key in measure(part, known).accounts} == set(joined.accounts)
    assert len(joined.accounts) <= sum(len(measure(part, known).accounts) for part in parts)


@given(companies, st.data())
def test_an_account_split_in_two_or_merged_into_one_keeps_its_arr(company: list[AccountFacts], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(company))
    assume(one.arr is not None)
    part = data.draw(st.decimals(min_value=0, max_value=10**6, places=2))
    first, second = replace(one, arr=one.arr - part), replace(one, id=account_key("A-half"), account_id="A-half", arr=part)  # type: ignore[operator]
    apart = [first, second, *(a for a in company if a.id != one.id)]
    whole, halves = measure([mention("snp_1", one.account_id)], books(company)), measure([mention("s1", one.account_id), mention("s2", "A-half")], books(apart))
    assert halves.affected_arr == whole.affected_arr
    assert halves.renewing_arr_180d == whole.renewing_arr_180d
    assert halves.churned_arr == whole.churned_arr
    assert len(halves.accounts) == 2


@given(st.decimals(min_value=Decimal("0.01"), max_value=1000, places=4), st.lists(st.decimals(min_value=-(10**6), max_value=10**6, places=2), max_size=6))
def test_there_and_back_at_one_rate_an_amount_is_off_by_no_more_than_its_roundings(rate: Decimal, sums: list[Decimal]) -> None:
    there = FxTable("USD", [FxRate("EUR", WINDOW.day, rate)])
    back = FxTable("EUR", [FxRate("USD", WINDOW.day, 1 / rate)])
    for amount in sums:
        dollars = there.convert(amount, "EUR", WINDOW.day)
        assert dollars is not None
        again = back.convert(dollars, "USD", WINDOW.day)
        assert again is not None
        assert abs(again - amount) <= Decimal("0.005") * (1 + 1 / rate) + Decimal("0.0001")
        assert there.convert(amount, "USD", WINDOW.day) == amount


def test_at_mention_is_the_arr_on_the_day_of_an_accounts_latest_mention_at_that_days_rate() -> None:
    days = [AS_OF.date() - timedelta(days=n) for n in (200, 100, 10)]
    history = [ArrChange("A-1", days[0], Decimal(100), "EUR", "new"), ArrChange("A-1", days[2], Decimal(900), "EUR", "expansion")]
    rates = [FxRate("EUR", days[0], Decimal(1)), FxRate("EUR", days[1], Decimal(2)), FxRate("EUR", days[2], Decimal(3))]
    known = replace(
        books([facts("A-1", "2700")]), arr=ArrBook({account_key("A-1"): (Decimal(900), "EUR")}, {account_key("A-1"): history}, FxTable("USD", rates))
    )
    found = measure([mention("snp_1", "A-1", 150), mention("snp_2", "A-1", 90)], known)
    assert (found.affected_arr_at_mention.money, found.affected_arr.money) == (Money(Decimal("200.00"), "USD"), Money(Decimal(2700), "USD"))


def test_a_churned_account_has_what_it_paid_in_a_column_of_its_own() -> None:
    left = WINDOW.day - timedelta(days=20)
    history = {"A-1": [ArrChange("A-1", date(2025, 1, 1), Decimal(500), "USD", "new"), ArrChange("A-1", left, Decimal(0), "USD", "churn")]}
    company = [facts("A-1", "0", status="churned", renews_on=WINDOW.day), facts("A-2", "70")]
    found = measure([mention("snp_1", "A-1", 40), mention("snp_2", "A-2")], books(company, history=history))
    columns = {name: total.money.amount for name, total in found.columns.items() if total.money.amount}
    assert columns == {"affected_arr": 70, "affected_arr_at_mention": 570, "churned_arr": 500}


def test_pipeline_and_losses_are_those_of_the_opportunities_that_name_it_each_once() -> None:
    deals = [Deal(f"O-{n}", account_key("A-1"), stage, amount and Decimal(amount)) for n, (stage, amount) in enumerate(
        [("open", 10), ("open", 5), ("lost", 7), ("won", 99), ("open", None), ("lost", None), ("open", 1000)]
    )]  # fmt: skip
    found = measure([mention("snp_1", "A-1")], books([facts("A-1")], deals=deals), ("O-0", "O-1", "O-1", "O-2", "O-3", "O-4", "O-5", "O-unknown"))
    assert (found.open_pipeline.money.amount, found.open_pipeline.unknown) == (15, 1)
    assert (found.lost_arr.money.amount, found.lost_arr.unknown) == (7, 1)
    assert found.opportunities == ("O-0", "O-1", "O-2", "O-4", "O-5")


def test_books_of_some_accounts_hold_their_deals_alone() -> None:
    company = [facts("A-1"), facts("A-2", parent="A-1")]
    known = books(company, deals=[Deal(f"O-{n}", account_key(who), "open", Decimal(n)) for n, who in enumerate(("A-1", "A-2", "A-prospect"), 1)])
    some = known.within({company[1].id: company[1]})
    assert list(some.deals) == ["O-2"]
    assert some.families == {company[1].id: company[0].id}


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)), st.randoms())
def test_a_family_has_one_top_however_its_parents_go_round(parents: dict[str, str], random: Random) -> None:
    tops = {name: top_parent(name, parents) for name in NAMES}
    for child, parent in parents.items():
        assert tops[child] == tops[parent]
    for name, top in tops.items():
        assert top_parent(top, parents) == top
        assert top == name or name in parents


def test_children_of_one_parent_are_one_family_known_or_not() -> None:
    company = [facts("A-1", parent="A-9"), facts("A-2", parent="A-9"), facts("A-3", parent="A-1"), facts("A-4")]
    found = measure([mention(f"snp_{a.account_id}", a.account_id) for a in company], books(company))
    assert (len(found.accounts), found.families) == (4, 2)


def test_customers_are_those_that_have_come_and_not_left() -> None:
    company = [facts("A-1"), facts("A-2", status="churned"), replace(facts("A-3"), started_on=WINDOW.day + timedelta(days=1)), facts("A-4", status="trial")]
    assert [a.account_id for a in sorted(books(company).customers.values(), key=lambda a: a.account_id)] == ["A-1", "A-4"]


def test_the_columns_are_all_sums_and_none_is_a_sum_of_others() -> None:
    found = measure([mention("snp_1", "A-1")], books([facts("A-1")]))
    assert tuple(found.columns) == COLUMNS


def test_an_account_that_is_yet_to_come_weighs_nothing_however_much_it_said() -> None:
    come, later = facts("A-1", "100"), replace(facts("A-2", "900"), started_on=WINDOW.day + timedelta(days=1))
    found = measure(mentions_of([("A-1", 1), ("A-2", 2), ("A-2", 3)]), books([come, later]))
    assert (found.accounts, found.affected_arr.money.amount) == ((come.id,), Decimal(100))
    (on_the_day,) = (measure(mentions_of([("A-2", 2)]), books([replace(later, started_on=WINDOW.day)])).accounts,)
    assert on_the_day == (later.id,)
