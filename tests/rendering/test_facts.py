import pytest

from tests.factories import evidence, facts, mention, raised_by
from voc.rendering.facts import tell_facts

ARR = {"amount": "1250000.00", "currency": "USD"}
NOTHING = {"amount": "0.00", "currency": "USD"}


def test_the_facts_say_who_what_they_pay_and_since_when() -> None:
    accounts = [facts(str(n), segment="enterprise" if n < 3 else "smb") for n in range(4)]
    assert tell_facts(raised_by(*accounts), ARR) == "4 accounts ($1.25M of ARR), mostly enterprise, since October 2026."


def test_a_segment_that_is_half_is_not_most() -> None:
    assert "mostly" not in tell_facts(raised_by(facts("a", segment="smb"), facts("b", segment="enterprise")), ARR)


def test_one_segment_is_all_of_them() -> None:
    assert ", all smb, " in tell_facts(raised_by(facts("a"), facts("b")), ARR)


def test_one_account_is_in_its_segment() -> None:
    assert tell_facts(raised_by(facts("a")), ARR).startswith("1 account ($1.25M of ARR), smb, since")


@pytest.mark.parametrize("segment", [None, "smb"])
def test_no_money_is_no_zero(segment: str | None) -> None:
    assert "ARR" not in tell_facts(raised_by(facts("a", segment=segment)), NOTHING)


def test_feedback_without_an_account_is_nobodys() -> None:
    assert tell_facts(evidence([mention("a", None), mention("b", None)]), NOTHING) == "Said 2 times by nobody known, since October 2026."
