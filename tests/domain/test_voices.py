"""One giant does not outrank many, one loud account does not either, and whatever weighs an account does so by its own."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import WINDOW, evidence, facts, mention, raised_by, weigh
from voc.domain.accounts import AccountFacts
from voc.domain.impact import ThemeImpact
from voc.domain.voices import account_size, mention_severity

TYPICAL = Decimal(1000)
sizes = st.decimals(min_value=0, max_value=10**9, places=2)


def size(arr: Decimal | None) -> float:
    return account_size(facts("A-1", None if arr is None else str(arr)), TYPICAL)


def share(impact: ThemeImpact, name: str) -> float:
    return next(p.share for p in impact.parts if p.name == name and p.share is not None)


def crowd(count: int, arr: str = "1000") -> list[AccountFacts]:
    return [facts(f"A-{n:03}", arr) for n in range(count)]


@given(sizes, sizes)
def test_two_accounts_weigh_at_least_as_much_as_one_with_the_arr_of_both(one: Decimal, other: Decimal) -> None:
    assert size(one) + size(other) >= size(one + other) - 1e-9
    assert size(max(one, other)) >= size(min(one, other))


@given(st.integers(1, 1000))
def test_no_account_of_up_to_a_thousand_typical_ones_weighs_as_much_as_ten(times: int) -> None:
    assert size(TYPICAL) == 1
    assert size(TYPICAL * times) <= 10


def test_an_unknown_arr_weighs_as_a_typical_one_and_none_at_all_weighs_nothing() -> None:
    assert (size(None), size(Decimal(0)), size(Decimal(-5))) == (1, 0, 0)
    assert account_size(facts("A-1", None, status="churned"), TYPICAL) == 0
    assert (account_size(facts("A-1", "5"), None), account_size(facts("A-1", None), None)) == (0, 1)


@given(st.integers(1, 1000), st.integers(10, 30))
def test_one_giant_does_not_outrank_ten_or_more_customers_that_say_the_same(times: int, count: int) -> None:
    giant, many = facts("A-giant", str(TYPICAL * times)), crowd(40)
    company = [giant, *many]
    alone, shared = weigh(raised_by(giant, times=5), company), weigh(raised_by(*many[:count]), company)
    assert shared.score > alone.score
    assert share(shared, "affected_arr") >= share(alone, "affected_arr")


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=12))
def test_the_same_arr_weighs_more_the_more_accounts_it_comes_from(arrs: list[int]) -> None:
    parts, whole = [facts(f"A-p{n}", str(arr)) for n, arr in enumerate(arrs)], facts("A-whole", str(sum(arrs)))
    company = [*parts, whole, *crowd(20)]
    apart, together = weigh(raised_by(*parts), company), weigh(raised_by(whole), company)
    assert apart.affected_arr == together.affected_arr
    assert share(apart, "affected_arr") >= share(together, "affected_arr")


@given(st.integers(2, 30))
def test_an_account_that_says_the_same_again_changes_no_part_of_the_score(times: int) -> None:
    company = crowd(20)
    said = [mention(f"snp_{n}", f"A-{n:03}", 5 * n, sentiment=-0.5, intent="problem") for n in range(5)]
    louder = [mention(f"again_{n}", "A-003", 15, sentiment=-0.5, intent="problem") for n in range(times)]
    quiet, loud = weigh(evidence(said, *company), company), weigh(evidence([*said, *louder], *company), company)
    assert [p.share for p in loud.parts] == [p.share for p in quiet.parts]


@pytest.mark.parametrize(
    ("sentiment", "intent", "severity"),
    [(0.0, None, 0.0), (1.0, "request", 0.0), (-1.0, None, 1.0), (-0.2, None, 0.6), (0.5, "problem", 0.4), (0.0, "churn_threat", 0.8)],
)  # fmt: skip
def test_a_mention_is_as_bad_as_it_sounds_and_at_least_as_what_it_says(sentiment: float, intent: str | None, severity: float) -> None:
    assert mention_severity(mention("snp_1", "A-1", sentiment=sentiment, intent=intent)) == pytest.approx(severity)


def test_problems_and_threats_weigh_more_than_wishes_that_sound_the_same() -> None:
    company = crowd(3)
    found = [share(weigh(evidence([mention("snp_1", "A-000", intent=intent)], *company), company), "severity") for intent in (None, "problem", "churn_threat")]
    assert found == sorted(set(found))


def test_the_nearer_a_renewal_the_more_it_presses_and_one_that_left_does_not() -> None:
    def pressure(days: int, status: str = "active") -> float:
        company = [facts("A-1", renews_on=WINDOW.day + timedelta(days=days), status=status), facts("A-2", renews_on=WINDOW.day), facts("A-3")]
        return share(weigh(raised_by(company[0]), company), "renewal")

    assert pressure(10) == pressure(30) > pressure(31) == pressure(90) > pressure(91) == pressure(180) > pressure(181) == 0
    assert pressure(10, "churned") == 0


def test_breadth_is_how_often_two_of_its_accounts_are_of_different_segments_and_few_are_not_broad() -> None:
    company = [facts(f"A-{n}", segment=segment) for n, segment in enumerate("aaaabbbb")]
    one, one_sided, two, six, whole = ([company[n] for n in which] for which in ((0,), (0, 1, 2), (0, 4), (0, 1, 2, 4, 5, 6), range(8)))
    found = [share(weigh(raised_by(*some), company), "breadth") for some in (one, one_sided, two, six, whole)]
    assert found[:2] == [0, 0]
    assert 0.5 < found[2] < found[3] < found[4] < 1


@given(st.integers(1, 6), st.integers(2, 4))
def test_a_company_of_many_times_the_size_that_says_the_same_has_the_same_shares(raising: int, times: int) -> None:
    def shares(copies: int) -> list[float]:
        company = [facts(f"A-{n}-{c}", str(400 + 100 * n), "abc"[n % 3], WINDOW.day + timedelta(days=20 * n)) for n in range(120) for c in range(copies)]
        spoke = [a for a in company if int(a.account_id.split("-")[1]) < 4 * raising]
        said = [mention(f"snp_{a.account_id}", a.account_id, 10 + n % 50, sentiment=-0.4) for n, a in enumerate(sorted(spoke, key=lambda a: a.account_id))]
        return [p.share or 0.0 for p in weigh(evidence(said, *company), company).parts if p.name in ("affected_arr", "reach", "severity", "renewal")]

    assert shares(times) == pytest.approx(shares(1), abs=1e-5)


def test_voices_without_an_account_are_one_in_severity_and_none_in_reach() -> None:
    company = crowd(4)
    said = [mention("snp_1", "A-000", sentiment=1.0), *(mention(f"snp_x{n}", None, sentiment=-1.0) for n in range(9))]
    impact = weigh(evidence(said, *company), company)
    assert share(impact, "severity") == 0.5
    assert share(impact, "reach") == 0.5


@given(st.lists(st.sampled_from(["0", "-500", "1000000", None]), min_size=1, max_size=6))
def test_scores_stand_whatever_the_arr_is(arrs: list[str | None]) -> None:
    company = [facts(f"A-{n}", arr) for n, arr in enumerate(arrs)]
    impact = weigh(raised_by(*company), company)
    assert all(p.share is None or 0 <= p.share <= 1 for p in impact.parts)
    assert impact.unknown_arr_accounts == arrs.count(None)
