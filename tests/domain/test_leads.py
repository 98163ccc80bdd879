"""Leads: who asks for what a higher plan has, and what may come of it, never guessed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import WINDOW, books, facts, mention
from voc.domain.accounts import AccountFacts, Feature, account_key
from voc.domain.evidence import Mention
from voc.domain.leads import FeatureLeads, find_leads, find_peers, reckon_potential, sort_leads, total_potential
from voc.domain.plans import PlanLadder

LADDER = PlanLadder(("Starter", "Team", "Business", "Enterprise"), derived=False)
LOG = Feature("audit-log", "Audit log", "who changed what", "released", "Business")
PLANS = ["Starter", "team", "Business", "Enterprise", "Legacy", None]


def account(name: str, plan: str | None, arr: str | None = "1000", segment: str | None = "smb", status: str = "active") -> AccountFacts:
    return replace(facts(name, arr, segment, date(2027, 1, 1), status), plan=plan, csm_email=f"{name}@us.example")


def find(company: Sequence[AccountFacts], said: Sequence[Mention], feature: Feature = LOG) -> FeatureLeads:
    return find_leads(feature, said, books(company), LADDER, WINDOW)


def names(found: Sequence[object]) -> list[str]:
    return [getattr(one, "asker", one).account.account_id for one in found]  # type: ignore[attr-defined]


def test_those_below_are_leads_those_on_it_or_above_have_it_and_of_the_rest_nobody_knows() -> None:
    company = [account(str(plan), plan) for plan in PLANS] + [account("gone", "Team", status="churned")]
    found = find(company, [mention(f"snp_{a.account_id}", a.account_id) for a in company] + [mention("snp_x", None), mention("snp_y", "stranger")])
    assert sorted(names(found.leads)) == ["Starter", "team"]
    assert sorted(names(found.education)) == ["Business", "Enterprise"]
    assert sorted(names(found.unplaced)) == ["Legacy", "None"]


def test_what_every_plan_has_needs_showing_and_what_is_only_planned_is_nobodys() -> None:
    company = [account(str(plan), plan) for plan in PLANS]
    said = [mention(f"snp_{a.account_id}", a.account_id) for a in company]
    everywhere = find(company, said, replace(LOG, plan=None))
    assert (len(everywhere.education), everywhere.leads, everywhere.unplaced) == (len(PLANS), (), ())
    planned = find(company, said, replace(LOG, status="planned"))
    assert (planned.leads, planned.education, planned.unplaced) == ((), (), ())
    assert len(find(company, said, replace(LOG, status="beta")).leads) == 2


def test_a_lead_says_who_when_how_often_and_in_which_words() -> None:
    said = [mention("snp_1", "A", 40), mention("snp_2", "A", 20, theme="thm_b"), mention("snp_3", "A", 30, theme="thm_b"), mention("snp_old", "A", 400)]
    said.append(mention("snp_4", "A", 5, theme="thm_b", intent="praise"))
    (lead,) = find([account("A", "Team")], said).leads
    asker = lead.asker
    assert (asker.account.csm_email, asker.account.renews_on, lead.feature.plan) == ("A@us.example", date(2027, 1, 1), "Business")
    assert (asker.mentions, asker.themes) == (4, (("thm_b", 3), ("thm_a", 1)))
    assert asker.snippets == ("snp_2", "snp_3", "snp_1")
    assert asker.last_mentioned_on == mention("x", "A", 5).occurred_at.date()


def test_who_only_praises_asks_for_nothing() -> None:
    found = find([account("A", "Team"), account("B", "Business")], [mention(f"snp_{n}", n, intent="praise") for n in ("A", "B")])
    assert (found.leads, found.education) == ((), ())


def test_five_of_the_same_segment_are_a_measure_of_their_own() -> None:
    large = [account(f"L{n}", "business", str(10_000 * n), "large") for n in range(1, 6)]
    small = [account(f"S{n}", "Business", "2000.50", "smb") for n in range(4)]
    left_out = [
        account("trial", "Business", "1", "large", "trial"),
        account("left", "Business", "1", "large", "churned"),
        account("?", "Business", None),
    ]
    company = books([*large, *small, *left_out])
    own = reckon_potential(account("A", "Team", "4000", "large"), find_peers("Business", company))
    assert (own.amount, own.of_segment, own.why) == (
        Decimal(26000),
        True,
        "$30k is the median ARR of 5 large customers on Business, less the $4k that this account pays",
    )
    every = reckon_potential(account("B", "Team", "1000", "smb"), find_peers("Business", company))
    assert (every.amount, every.of_segment, every.why) == (
        Decimal(9000),
        False,
        "$10k is the median ARR of all 9 customers on Business, less the $1k that this account pays",
    )
    assert reckon_potential(account("C", "Team", "1000", None), find_peers("Business", company)).amount == Decimal(9000)


@pytest.mark.parametrize(
    ("arr", "peers", "words"),
    [
        (None, ["2000"], "what this account pays is not known"),
        ("2000", ["2000"], "this account pays $2k already"),
        ("2000", [None], "no customer on Business has a known ARR"),
        ("2000", [], "no customer on Business has a known ARR"),
    ],
)
def test_what_is_not_known_or_nothing_is_no_amount_and_says_why(arr: str | None, peers: list[str | None], words: str) -> None:
    found = reckon_potential(account("A", "Team", arr), find_peers("Business", books([account(f"P{n}", "Business", amount) for n, amount in enumerate(peers)])))
    assert found.amount is None
    assert words in found.why


def test_an_account_counts_once_with_the_most_that_may_come_of_it() -> None:
    company = [account("A", "Starter", "100"), account("B", "Team", None), account("T", "Business", "500"), account("E", "Enterprise", "900.25")]
    said = [mention("snp_1", "A"), mention("snp_2", "B")]
    leads = [*find(company, said).leads, *find(company, said, replace(LOG, feature_id="sso", plan="Enterprise")).leads]
    assert [(lead.asker.account.account_id, lead.potential.amount) for lead in sort_leads(leads)] == [
        ("A", Decimal("800.25")), ("A", Decimal(400)), ("B", None), ("B", None),
    ]  # fmt: skip
    rough = total_potential(leads, "USD")
    assert (rough.money.amount, rough.unknown) == (0, 2)  # nobody of their own segment to measure by
    total = total_potential([replace(lead, potential=replace(lead.potential, of_segment=lead.potential.amount is not None)) for lead in leads], "USD")
    assert (total.money.amount, total.unknown) == (Decimal("800.25"), 1)
    assert (total_potential([], "USD").money.amount, total_potential([], "USD").unknown) == (0, 0)


companies = st.lists(
    st.builds(
        account,
        st.sampled_from([f"A-{n}" for n in range(12)]),
        st.sampled_from(PLANS),
        st.none() | st.decimals(min_value=-100, max_value=10**6, places=2).map(str),
        st.sampled_from(["smb", "large", None]),
        st.sampled_from(["active", "active", "trial", "churned"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda a: a.id,
)
saids = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 500), st.sampled_from(["request", "praise", None])), max_size=30)


@given(companies, saids, st.randoms())
def test_whatever_is_said_the_lists_are_apart_and_the_money_adds_up(
    company: list[AccountFacts], said: list[tuple[int, int, str | None]], random: Random
) -> None:
    mentions = [mention(f"snp_{n}", f"A-{who}", day, intent=intent) for n, (who, day, intent) in enumerate(said)]
    found = find(company, mentions)
    keys = [*names(found.leads), *names(found.education), *names(found.unplaced)]
    asking = {m.account for m in mentions if m.asks and m.occurred_at in WINDOW}
    assert len(keys) == len(set(keys))
    assert {account_key(key) for key in keys} == {a.id for a in company if a.id in asking and a.status != "churned"}
    amounts = [lead.potential.amount for lead in found.leads]
    total = total_potential(found.leads, "USD")
    assert all(amount is None or amount > 0 for amount in amounts)
    measured = [lead.potential.amount for lead in found.leads if lead.potential.of_segment]
    assert total.money.amount == sum((a for a in measured if a is not None), Decimal(0))
    assert total.unknown == len(amounts) - len(measured)
    louder, shuffled = mentions * 2, list(company)
    random.shuffle(louder)
    random.shuffle(shuffled)
    assert find(shuffled, louder) == found
