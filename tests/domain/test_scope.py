import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import evidence, facts, mention, raised_by
from voc.domain.accounts import AccountFacts
from voc.domain.calibration import Calibration
from voc.domain.evidence import ThemeEvidence
from voc.domain.scope import Scope, Yardstick, judge_scope, missing_accounts, yardstick_of
from voc.domain.spread import herfindahl

SEGMENTS = ("smb", "mid", "large")
OLD = (120, 200)  # days ago, in two months


def accounts(count: int) -> list[AccountFacts]:
    return [facts(f"A-{n}", segment=SEGMENTS[n % 3]) for n in range(count)]


def theme(count: int, times: int = 1, days_ago: tuple[float, ...] = OLD) -> ThemeEvidence:
    return raised_by(*accounts(count), times=times, days_ago=days_ago)


def loud(count: int, shouts: int) -> ThemeEvidence:
    """A theme that A-0 raised `shouts` times and the others once each."""
    said = [mention(f"snp_0_{n}", "A-0", 100 + n) for n in range(shouts)] + [mention(f"snp_{n}", f"A-{n}", 100 + 30 * n) for n in range(1, count)]
    return evidence(said, *accounts(count))


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (evidence([mention("snp_1", None)]), Scope.ONE_OFF),
        (theme(1, days_ago=(100,)), Scope.ONE_OFF),
        (theme(1), Scope.ONE_OFF),
        (theme(1, times=3), Scope.CONCENTRATED),
        (theme(2), Scope.CONCENTRATED),
        (theme(3), Scope.CONCENTRATED),
        (theme(4, days_ago=(121,)), Scope.CONCENTRATED),
        (loud(5, 20), Scope.CONCENTRATED),
        (theme(3, days_ago=(5, 50)), Scope.EMERGING),
        (theme(9, days_ago=(5,)), Scope.EMERGING),
        (theme(2, days_ago=(5,)), Scope.CONCENTRATED),
        (theme(4), Scope.SCALABLE),
        (theme(9, days_ago=(5, 200)), Scope.SCALABLE),
    ],
)
def test_the_verdict_follows_from_who_raised_it_and_when(found: ThemeEvidence, verdict: Scope) -> None:
    judged = judge_scope(found)
    assert judged.scope is verdict
    assert (judged.evidence_needed is None) == (verdict is Scope.SCALABLE)


def test_a_stray_early_mention_does_not_make_a_new_theme_old() -> None:
    said = [mention(f"snp_{n}", f"A-{n}", 10) for n in range(10)]
    assert judge_scope(evidence([*said, mention("snp_old", "A-0", 300)], *accounts(10))).scope is Scope.EMERGING
    assert judge_scope(evidence([*said, *(mention(f"snp_old_{n}", "A-1", 300) for n in range(3))], *accounts(10))).scope is Scope.SCALABLE


@given(st.integers(1, 12), st.integers(0, 60))
def test_a_loud_account_never_makes_a_theme_scalable(count: int, more: int) -> None:
    shouts = 3 * count + more  # far more than all the others together
    assert judge_scope(loud(count, shouts)).scope in (Scope.CONCENTRATED, Scope.ONE_OFF)


@given(st.integers(1, 40))
def test_one_account_alone_is_never_more_than_concentrated_however_often_it_asks(times: int) -> None:
    judged = judge_scope(theme(1, times=times))
    assert judged.scope in (Scope.ONE_OFF, Scope.CONCENTRATED)
    assert judged.probability < 0.5


@given(st.integers(0, 80), st.integers(1, 4), st.sampled_from([(5,), (5, 50), OLD, (10, 40, 80, 160, 300)]))
def test_the_probability_lies_between_none_and_certainty(count: int, times: int, days_ago: tuple[float, ...]) -> None:
    found = theme(count, times, days_ago) if count else evidence([mention("snp_1", None)])
    assert 0 < judge_scope(found).probability < 1


@given(st.integers(1, 60), st.integers(1, 3))
def test_more_accounts_never_make_a_shared_gap_less_likely(count: int, times: int) -> None:
    assert judge_scope(theme(count + 1, times)).probability >= judge_scope(theme(count, times)).probability


def test_mentions_without_an_account_make_nothing_scalable() -> None:
    said = [mention(f"snp_{n}", None, 10 * n) for n in range(30)]
    judged = judge_scope(evidence(said))
    assert judged.scope is Scope.ONE_OFF
    assert "30 mentions without an account" in judged.reasons


def test_the_reasons_say_what_was_counted() -> None:
    assert judge_scope(theme(4)).reasons == ("4 accounts in 3 segments over 2 months",)
    assert judge_scope(theme(1, days_ago=(3,))).reasons == ("1 account in 1 segment over 1 month", "1 of 1 mention in the last 8 weeks")
    assert "one account made 83% of the mentions" in judge_scope(loud(5, 20)).reasons


@pytest.mark.parametrize(
    ("found", "needed"),
    [
        (theme(1), "3 more accounts"),
        (theme(3), "1 more account"),
        (theme(4, days_ago=(121,)), "another month"),
        (loud(5, 20), "more accounts"),
        (theme(9, days_ago=(2, 33)), "8 weeks old"),
    ],
)
def test_what_is_missing_is_said(found: ThemeEvidence, needed: str) -> None:
    assert re.search(needed, judge_scope(found).evidence_needed or "")


def company(*segments: str, arr: str = "100000") -> Yardstick:
    return Yardstick(Decimal(arr), accounts=50, segments=segments)


@given(st.integers(1, 12), st.integers(1, 10), st.integers(0, 40))
def test_shouting_louder_never_makes_a_theme_scalable_that_was_not(count: int, shouts: int, more: int) -> None:
    louder = judge_scope(loud(count, shouts + more)).scope
    assert louder is not Scope.SCALABLE or judge_scope(loud(count, shouts)).scope is Scope.SCALABLE


def test_a_huge_account_stays_visible_however_rarely_it_asks() -> None:
    once = raised_by(facts("A-0", arr="6000"), days_ago=(100,))
    assert judge_scope(once, company("smb")).scope is Scope.CONCENTRATED
    assert "the account holds 6% of all ARR" in judge_scope(once, company("smb")).reasons
    assert judge_scope(once, company("smb", arr="1000000")).scope is Scope.ONE_OFF
    assert judge_scope(once).scope is Scope.ONE_OFF


def test_arr_that_one_account_holds_is_said() -> None:
    found = raised_by(facts("A-0", arr="90000"), *accounts(4)[1:], days_ago=OLD)
    assert "one account holds 97% of the affected ARR" in judge_scope(found).cautions


def test_nothing_that_speaks_against_it_is_a_reason_for_a_scalable_theme() -> None:
    judged = judge_scope(theme(4))
    assert (judged.scope, judged.cautions) == (Scope.SCALABLE, ("no account raised it for the first time in the last 90 days",))
    assert not set(judged.cautions) & set(judged.reasons)
    few = judge_scope(theme(2))
    assert few.cautions == ()
    assert "no account raised it for the first time in the last 90 days" in few.reasons


def test_contacts_of_a_single_account_are_told_apart() -> None:
    said = [replace(mention(f"snp_{n}", "A-0", 100 + n), author=("ana", "ben")[n % 2]) for n in range(4)]
    assert "said by 2 contacts of it" in judge_scope(evidence(said, *accounts(1))).reasons
    assert "said by 1 contact of it" in judge_scope(evidence(said[::2], *accounts(1))).reasons


def test_the_missing_account_is_named_by_the_segment_that_has_not_spoken() -> None:
    smb = [facts(f"A-{n}", segment="smb") for n in range(3)]
    where = company("mid-market", "smb", "enterprise")
    assert judge_scope(raised_by(*smb, days_ago=OLD), where).evidence_needed == "1 more mid-market account"
    assert judge_scope(raised_by(*smb[:1], days_ago=OLD), where).evidence_needed == "3 more accounts, one of them mid-market"
    assert judge_scope(theme(3), company("mid", "smb", "large")).evidence_needed == "1 more account"


@given(st.integers(0, 12), st.integers(1, 30))
def test_the_evidence_that_is_said_to_be_missing_is_enough(count: int, shouts: int) -> None:
    found = loud(count, shouts) if count else evidence([mention("snp_1", None)])
    missing = missing_accounts(found)
    more = [mention(f"snp_new_{n}", f"B-{n}", 100 + 60 * (n % 2)) for n in range(missing)]
    known = [*accounts(count), *(facts(f"B-{n}") for n in range(missing))]
    judged = judge_scope(evidence([*found.mentions, *more], *known))
    assert (missing == 0) == (judge_scope(found).scope is Scope.SCALABLE)
    assert judged.scope is Scope.SCALABLE


def test_what_is_old_and_few_but_still_spreads_is_emerging() -> None:
    said = [mention(f"snp_{n}", f"A-{n % 3}", 57 + n) for n in range(21)]
    judged = judge_scope(evidence(said, *accounts(3)), Yardstick(calibration=Calibration(1.0, 3.0, 100)))
    assert judged.scope is Scope.EMERGING
    assert judge_scope(evidence(said, *accounts(3)), Yardstick(calibration=Calibration(1.0, -3.0, 100))).scope is Scope.CONCENTRATED


def test_the_companys_own_past_moves_the_probability_and_nothing_else() -> None:
    shipped, moved = judge_scope(theme(6, days_ago=(5, 50))), judge_scope(theme(6, days_ago=(5, 50)), Yardstick(calibration=Calibration(0.8, -0.9, 100)))
    assert moved.probability < shipped.probability
    assert (moved.scope, moved.reasons, moved.projected) == (shipped.scope, shipped.reasons, shipped.projected)


def test_the_projection_never_exceeds_the_company_or_falls_below_who_spoke() -> None:
    once = theme(9, days_ago=(120,))  # everybody spoke once: Chao1 sees 36 more
    assert judge_scope(once).projected.estimate == 9 + 36
    assert judge_scope(once, Yardstick(accounts=20)).projected.high == judge_scope(once, Yardstick(accounts=20)).projected.estimate == 20
    assert judge_scope(once, Yardstick(accounts=2)).projected.estimate == 9


@given(st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_the_herfindahl_index_lies_between_an_even_share_and_one(amounts: list[int]) -> None:
    assert 1 / len(amounts) - 1e-9 <= herfindahl(amounts) <= 1 + 1e-9
    assert herfindahl([3] * len(amounts)) == pytest.approx(1 / len(amounts))


def test_accounts_that_left_are_no_part_of_the_yardstick() -> None:
    found = yardstick_of([facts("A", segment="mid"), facts("B", segment="smb"), facts("C", segment="smb"), facts("D", segment="mid", status="churned")])
    assert (found.arr, found.accounts, found.segments) == (Decimal(3000), 3, ("smb", "mid"))
