from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import WINDOW, books, evidence, facts, mention, raised_by, weigh
from voc.domain.accounts import AccountFacts
from voc.domain.evidence import Mention, ThemeEvidence, gather_evidence
from voc.domain.exposure import RENEWAL_DAYS
from voc.domain.impact import make_points, rank_themes, short_money
from voc.domain.money import Money
from voc.domain.voices import portfolio_of
from voc.domain.weights import DEFAULT_WEIGHTS

cents = st.decimals(min_value=0, max_value=10**9, places=2)


def days_from_now(days: int | None) -> date | None:
    return None if days is None else WINDOW.day + timedelta(days=days)


companies = st.lists(
    st.builds(
        lambda n, arr, segment, days, status: facts(
            f"A-{n}", None if arr is None else str(arr), segment, None if days is None else WINDOW.day + timedelta(days=days), status
        ),
        st.integers(0, 30),
        st.none() | cents,
        st.sampled_from(["smb", "mid", None]),
        st.none() | st.integers(-200, 200),
        st.sampled_from(["active", "churned", "trial"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda a: a.id,
)


@st.composite
def raised_themes(draw: st.DrawFn) -> tuple[list[AccountFacts], list[Mention]]:
    """A company, and mentions of up to three themes by its accounts, by strangers and by nobody."""
    company = draw(companies)
    people = st.sampled_from([*(a.account_id for a in company), "A-stranger", None])
    said = draw(st.lists(st.tuples(people, st.floats(0, 364), st.sampled_from("abc"), st.floats(-1, 1)), min_size=1, max_size=40))
    return company, [mention(f"snp_{n}", who, day, f"thm_{theme}", feeling) for n, (who, day, theme, feeling) in enumerate(said)]


@given(raised_themes())
def test_an_accounts_arr_counts_once_however_often_it_spoke(raised: tuple[list[AccountFacts], list[Mention]]) -> None:
    company, said = raised
    known = {a.id: a for a in company}
    for found in gather_evidence(said, known, WINDOW):
        impact = weigh(found, company)
        speakers = {m.account for m in said if m.theme_id == found.theme_id} & known.keys()
        assert impact.affected_arr == Money(sum((known[key].arr or Decimal(0) for key in speakers), Decimal(0)), "USD")
        assert impact.unknown_arr_accounts == sum(known[key].arr is None for key in speakers)
        assert 0 <= impact.renewing_arr_90d.amount <= impact.affected_arr.amount


@given(raised_themes(), st.integers(2, 5))
def test_saying_it_again_moves_no_arr(raised: tuple[list[AccountFacts], list[Mention]], times: int) -> None:
    company, said = raised
    known = {a.id: a for a in company}
    louder = [mention(f"{m.snippet_id}_{n}", None, 1, m.theme_id) for m in said for n in range(times)]
    louder = [
        Mention(new.snippet_id, m.feedback_id, m.theme_id, m.account, m.occurred_at, m.kind, m.source, m.sentiment)
        for new, m in zip(louder, said * times, strict=True)
    ]
    before = {e.theme_id: weigh(e, company).affected_arr for e in gather_evidence(said, known, WINDOW)}
    assert {e.theme_id: weigh(e, company).affected_arr for e in gather_evidence([*said, *louder], known, WINDOW)} == before


@given(raised_themes())
def test_the_points_as_they_are_shown_add_up_to_the_score(raised: tuple[list[AccountFacts], list[Mention]]) -> None:
    company, said = raised
    for found in gather_evidence(said, {a.id: a for a in company}, WINDOW):
        impact = weigh(found, company)
        assert sum(Decimal(f"{p.points:.1f}") for p in impact.parts) == Decimal(f"{impact.score:.1f}")
        assert impact.score == round(impact.score, 1)
        assert 0 <= impact.score <= 100
        assert all(p.points >= 0 and p.points == round(p.points, 1) and p.why for p in impact.parts)


@given(raised_themes(), st.randoms())
def test_the_ranking_does_not_depend_on_the_order_of_anything(raised: tuple[list[AccountFacts], list[Mention]], random: Random) -> None:
    company, said = raised
    ranked = [rank_themes([weigh(e, company) for e in gather_evidence(said, {a.id: a for a in company}, WINDOW)])]
    for values in (company, said):
        random.shuffle(values)
    impacts = [weigh(e, company) for e in gather_evidence(said, {a.id: a for a in company}, WINDOW)]
    random.shuffle(impacts)
    assert rank_themes(impacts) == ranked[0]
    assert [i.score for i in ranked[0]] == sorted((i.score for i in ranked[0]), reverse=True)


def test_equal_scores_are_ordered_by_arr_and_then_by_id() -> None:
    company = [facts("A-1", "10"), facts("A-2", "10")]
    said = [mention("snp_1", "A-1", theme="thm_b"), mention("snp_2", "A-2", theme="thm_a")]
    impacts = [weigh(e, company) for e in gather_evidence(said, {a.id: a for a in company}, WINDOW)]
    assert impacts[0].score == impacts[1].score
    assert [i.theme_id for i in rank_themes(impacts)] == ["thm_a", "thm_b"]


@pytest.mark.parametrize(("days", "renews"), [(-1, False), (0, True), (RENEWAL_DAYS, True), (RENEWAL_DAYS + 1, False)])
def test_renewing_means_from_today_to_ninety_days_on_both_days_with_it(days: int, renews: bool) -> None:
    found = raised_by(facts("A-1", "700", renews_on=WINDOW.day + timedelta(days=days)), facts("A-2", "50"))
    assert weigh(found, found.accounts.values()).renewing_arr_90d == Money(Decimal(700 if renews else 0), "USD")


def test_unmatched_mentions_are_counted_and_weigh_no_arr() -> None:
    company = [facts("A-1", "100")]
    impact = weigh(evidence([mention("snp_1", None), mention("snp_2", "A-nobody-knows")], *company), company)
    assert impact.affected_arr == Money(Decimal(0), "USD")
    assert {p.name: p.points for p in impact.parts}["reach"] == 0


def test_unknown_arr_is_counted_and_never_summed() -> None:
    company = [facts("A-1", "100"), facts("A-2", None), facts("A-3", None)]
    impact = weigh(raised_by(*company), company)
    assert (impact.affected_arr.amount, impact.unknown_arr_accounts) == (Decimal(100), 2)


def test_the_portfolio_is_every_customer_that_has_not_left() -> None:
    company = [facts("A-1", "100.10", "smb"), facts("A-2", "5", "mid", status="churned"), facts("A-3", None, None), facts("A-4", "1", "smb", status="trial")]
    found = portfolio_of(books(company, "EUR"))
    assert (found.arr, found.accounts, found.typical, list(found.segments), found.currency) == (Decimal("101.10"), 3, Decimal("50.55"), ["smb"], "EUR")
    nobody = portfolio_of(books([], "EUR"))
    assert (nobody.arr, nobody.accounts, nobody.typical, nobody.segments) == (0, 0, None, {})


def test_a_company_without_accounts_still_has_scores() -> None:
    impact = weigh(evidence([mention("snp_1", None, sentiment=-1)]), [])
    assert impact.score == sum(p.points for p in impact.parts if p.name in ("severity", "momentum"))


def part(found: ThemeEvidence, company: list[AccountFacts], name: str) -> float:
    return next(p.points for p in weigh(found, company).parts if p.name == name)


def test_more_accounts_of_more_segments_reach_further() -> None:
    company = [facts(f"A-{n}", "100", segment) for n, segment in enumerate(("smb", "smb", "mid", "large"))]
    one, three = raised_by(company[0]), raised_by(*company[:3])
    for name in ("affected_arr", "reach", "breadth"):
        assert part(three, company, name) > part(one, company, name)
    assert part(raised_by(*company), company, "breadth") > part(three, company, "breadth")


def test_anger_weighs_more_than_praise_and_growth_more_than_silence() -> None:
    company = [facts("A-1")]
    angry, happy = (evidence([mention("snp_1", "A-1", sentiment=s)], *company) for s in (-1, 1))
    assert (part(angry, company, "severity"), part(happy, company, "severity")) == (10, 0)
    grows, fades, silent = (raised_by(*company, days_ago=days) for days in ((1, 2, 3, 4, 5), (20, 60, 61, 62), (100,)))
    assert part(grows, company, "momentum") > part(fades, company, "momentum") > part(silent, company, "momentum") == 0


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1250000", "USD", "$1.25M"),
        ("40000", "EUR", "€40k"),
        ("900", "CHF", "CHF 900"),
        ("0", "GBP", "£0"),
        ("2500000000", "USD", "$2.5B"),
        ("999", "USD", "$999"),
    ],
)
def test_money_is_short_in_running_text(amount: str, currency: str, text: str) -> None:
    assert short_money(Money(Decimal(amount), currency)) == text


def test_renewal_dates_of_last_year_are_no_renewal() -> None:
    account = facts("A-1", renews_on=date(2025, 12, 1))
    assert weigh(raised_by(account), [account]).renewing_arr_90d.amount == 0


@given(
    st.dictionaries(st.sampled_from(list(DEFAULT_WEIGHTS)), st.none() | st.floats(0, 1), min_size=1),
    st.fixed_dictionaries({name: st.floats(0, 1000, allow_subnormal=False) for name in DEFAULT_WEIGHTS}),
)
def test_points_add_up_to_the_score_under_any_weights_and_follow_the_shares(shares: dict[str, float | None], weights: dict[str, float]) -> None:
    score, points = make_points(shares, weights)
    whole = sum(weights[name] for name, share in shares.items() if share is not None)
    assert sum(Decimal(f"{p:.1f}") for p in points.values()) == Decimal(f"{score:.1f}")
    assert 0 <= score <= 100
    for name, share in shares.items():
        exact = 100 * weights[name] * (share or 0) / whole if whole else 0
        assert abs(points[name] - exact) <= 0.1 + 1e-9


def test_a_strategic_fit_that_nobody_set_takes_nothing_away() -> None:
    company = [facts(f"A-{n}") for n in range(4)]
    unset, low, high = (weigh(raised_by(*company[:2]), company, fit=fit) for fit in (None, 0.0, 1.0))
    assert low.score < unset.score < high.score
    assert unset.score == weigh(raised_by(*company[:2]), company, {**DEFAULT_WEIGHTS, "strategic_fit": 500}).score
    assert [p.points for p in unset.parts if p.name == "strategic_fit"] == [0]


def test_a_part_of_no_weight_gives_no_points_and_all_weight_on_one_gives_its_share() -> None:
    company = [facts(f"A-{n}") for n in range(4)]
    only = {**dict.fromkeys(DEFAULT_WEIGHTS, 0.0), "reach": 3.0}
    impact = weigh(raised_by(company[0]), company, only)
    assert {p.name: p.points for p in impact.parts if p.points} == {"reach": 50.0}
    assert impact.score == 50


def test_the_reason_tells_of_one_account_that_is_most_of_it_and_of_unknown_arr() -> None:
    company = [facts("A-1", "900"), facts("A-2", "100"), facts("A-3", None)]
    why = weigh(raised_by(*company), company).parts[0].why
    assert why == "$1k across 3 accounts, 100% of ARR; 90% of it by one account; the ARR of 1 is unknown and weighs as a typical one's"
