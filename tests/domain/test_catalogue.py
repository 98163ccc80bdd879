"""What the catalogue says of a theme: nothing of the kind, there already, in a higher plan, planned, or there and not working."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import evidence, facts, mention
from voc.domain.accounts import AccountFacts, Feature
from voc.domain.catalogue import NO_CATALOGUE, Catalogue, FeatureMatch, Verdict, judge_theme
from voc.domain.evidence import ThemeEvidence
from voc.domain.plans import PlanLadder

EXPORT = Feature("export", "CSV export", "Rows as a file.", "released", "Team", date(2019, 11, 4))
PLANS = PlanLadder(("Starter", "Team", "Enterprise"), derived=False)


def catalogue(feature: Feature = EXPORT, probability: float = 0.9) -> Catalogue:
    return Catalogue({feature.feature_id: feature}, {"thm_a": FeatureMatch(feature.feature_id, probability)}, PLANS)


def on_plans(*plans: str | None) -> list[AccountFacts]:
    return [replace(facts(f"A-{n}"), plan=plan) for n, plan in enumerate(plans)]


def raised(*plans: str | None, intent: str = "request") -> ThemeEvidence:
    accounts = on_plans(*plans)
    return evidence([mention(f"snp_{a.account_id}", a.account_id, intent=intent) for a in accounts], *accounts)


def verdict(found: ThemeEvidence, known: Catalogue) -> Verdict | None:
    judged = judge_theme(found, known)
    return judged.verdict if judged else None


def test_without_a_catalogue_nothing_is_said() -> None:
    assert judge_theme(raised("Team"), NO_CATALOGUE) is None


def test_what_nothing_is_like_is_a_gap_and_as_sure_as_the_likeness_is_small() -> None:
    judged = judge_theme(raised("Team"), catalogue(probability=0.2))
    assert judged is not None
    assert (judged.verdict, judged.feature, judged.confidence) == (Verdict.GAP, None, 0.8)
    assert "CSV export" in judged.why[0]


def test_what_the_askers_plans_have_is_released() -> None:
    judged = judge_theme(raised("Team", "Enterprise", "Starter"), catalogue())
    assert judged is not None
    assert (judged.verdict, judged.feature, judged.confidence, judged.source) == (Verdict.RELEASED, EXPORT, 0.9, "auto")


def test_what_most_askers_would_have_on_a_higher_plan_is_in_a_higher_plan() -> None:
    assert verdict(raised("Starter", "Starter", "Team"), catalogue()) is Verdict.HIGHER_PLAN
    assert verdict(raised("Starter", "Team"), catalogue()) is Verdict.RELEASED  # half is not most


@pytest.mark.parametrize("plan", [None, "Legacy"])
def test_a_plan_that_is_not_known_is_neither_higher_nor_lower(plan: str | None) -> None:
    assert verdict(raised(plan, plan, plan), catalogue()) is Verdict.RELEASED
    assert verdict(raised(plan, plan, "Starter"), catalogue()) is Verdict.HIGHER_PLAN
    assert verdict(raised("Starter"), catalogue(replace(EXPORT, plan=plan))) is Verdict.RELEASED


@pytest.mark.parametrize("status", ["planned", "beta"])
def test_what_is_not_released_is_planned(status: str) -> None:
    assert verdict(raised("Starter", "Starter"), catalogue(replace(EXPORT, status=status))) is Verdict.PLANNED


def test_what_is_there_and_mostly_told_as_a_problem_is_a_problem() -> None:
    assert verdict(raised("Team", "Team", intent="problem"), catalogue()) is Verdict.PROBLEM
    accounts = on_plans("Team", "Team")
    torn = evidence([mention("snp_1", "A-0", intent="problem"), mention("snp_2", "A-1", intent="request")], *accounts)
    assert verdict(torn, catalogue()) is Verdict.RELEASED


def test_a_persons_word_stands_whatever_the_machine_would_say() -> None:
    judged = judge_theme(raised("Team"), catalogue(), ("gap", None))
    assert judged is not None
    assert (judged.verdict, judged.feature, judged.confidence, judged.source) == (Verdict.GAP, None, 1.0, "person")
    named = judge_theme(raised("Team"), catalogue(probability=0.1), ("problem", "export"))
    assert named is not None
    assert named.feature == EXPORT


def test_praise_misses_nothing_but_a_persons_word_stands() -> None:
    praised = raised("Team", "Enterprise", intent="praise")
    assert judge_theme(praised, catalogue(probability=0.1)) is None
    assert judge_theme(praised, catalogue()) is None
    judged = judge_theme(praised, catalogue(), ("released", "export"))
    assert judged is not None and judged.source == "person"
