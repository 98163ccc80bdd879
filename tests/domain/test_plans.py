"""The ladder of plans: as people name it, else as the accounts on each plan pay."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import facts
from voc.domain.accounts import AccountFacts
from voc.domain.plans import PlanLadder, find_ladder, is_same_plan, parse_plans
from voc.errors import InputError

NAMES = ["Starter", "Team", "Business", "Enterprise"]
some_plan = st.none() | st.sampled_from([*NAMES, "team", " BUSINESS ", "Legacy"])


def on(plan: str | None, *amounts: str | None, status: str = "active") -> list[AccountFacts]:
    return [replace(facts(f"A-{plan}-{n}", arr, status=status), plan=plan) for n, arr in enumerate(amounts)]


def test_the_setting_names_the_plans_lowest_first() -> None:
    ladder = find_ladder(" Starter, Team ,, Business  Plus", on("Team", "1"))
    assert ladder.plans == ("Starter", "Team", "Business Plus")
    assert ladder.why == "Starter, Team, Business Plus: as VOC_PLANS says, the lowest first"
    assert (ladder.rung("business plus"), ladder.rung("Legacy"), ladder.rung(None)) == (2, None, None)


def test_a_plan_that_comes_twice_is_refused() -> None:
    with pytest.raises(InputError, match="'team' comes twice"):
        parse_plans("Team,Business,team")


def test_without_a_setting_the_median_arr_of_those_on_it_tells_and_ties_go_by_name() -> None:
    accounts = [
        *on("Big", "10", "20", "900"),
        *on("small", "15", "16"),
        *on("Small", "1"),
        *on("Also", "20"),
        *on("Unknown", None),
        *on(None, "5"),
        *on(" ", "5"),
    ]
    ladder = find_ladder("", accounts)
    assert ladder.plans == ("Small", "Also", "Big")
    assert ladder.derived
    assert ladder.why.endswith("by the median ARR of the accounts on each, the lowest first")
    assert find_ladder("", on("Gone", "9", status="churned") + on("Tried", "9", status="trial")).why.startswith(
        "no plan's place is known: name them in VOC_PLANS"
    )


@given(st.lists(st.sampled_from(NAMES), unique=True), some_plan, some_plan, some_plan)
def test_below_is_an_order_and_silent_of_what_it_does_not_know(named: list[str], a: str | None, b: str | None, c: str | None) -> None:
    ladder = PlanLadder(tuple(named), derived=False)
    below = ladder.is_below
    known = ladder.rung(a) is not None and ladder.rung(b) is not None
    assert (below(a, b) is None) == (not known and not is_same_plan(a, b))
    assert not (below(a, b) and below(b, a))
    if below(a, b) and below(b, c):
        assert below(a, c)
    if known and not below(a, b) and not below(b, a):
        assert is_same_plan(a, b)


@given(st.lists(st.tuples(some_plan, st.none() | st.integers(0, 9)), max_size=12), st.randoms())
def test_the_order_of_the_accounts_moves_no_plan(rows: list[tuple[str | None, int | None]], random: Random) -> None:
    accounts = [replace(facts(f"A-{n}", None if arr is None else str(arr)), plan=plan) for n, (plan, arr) in enumerate(rows)]
    shuffled = list(accounts)
    random.shuffle(shuffled)
    assert find_ladder("", shuffled) == find_ladder("", accounts)
