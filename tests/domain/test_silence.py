"""Who was heard, who was not, and voices that weigh by it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import AS_OF, books, evidence, facts, mention, raised_by
from voc.domain.accounts import AccountFacts, ArrBook, ArrChange, account_key
from voc.domain.exposure import Books
from voc.domain.impact import ThemeImpact, weigh_theme
from voc.domain.money import FxTable
from voc.domain.retention import ArrCourse
from voc.domain.silence import MOST, QUIET_DAYS, Coverage, Hearing, cover, cover_channels, cover_segments, list_customers, list_quiet, weigh_voices
from voc.domain.voices import portfolio_of

segments = st.dictionaries(st.integers(0, 40).map(lambda n: f"acc_{n}"), st.sampled_from(["smb", "mid", "large", None]), min_size=1, max_size=40)
arrs = st.none() | st.decimals(0, 10**6, places=2)


@given(st.dictionaries(st.integers(0, 30).map(lambda n: f"acc_{n}"), arrs, max_size=30), st.sets(st.integers(0, 40).map(lambda n: f"acc_{n}")), st.data())
def test_segments_add_up_to_the_whole_and_shares_are_shares(customers: dict[str, Decimal | None], heard: set[str], data: st.DataObject) -> None:
    named = {key: data.draw(st.sampled_from(["smb", "large", None])) for key in customers}
    whole, parts = cover(customers, heard), cover_segments(customers, named, heard)
    for field in Coverage.__slots__:  # type: ignore[attr-defined]
        assert sum((getattr(p, field) for p in parts.values()), type(getattr(whole, field))(0)) == getattr(whole, field)
    for share in (whole.account_share, whole.arr_share):
        assert share is None or 0 <= share <= 1


def test_an_unknown_arr_is_counted_and_in_no_sum() -> None:
    found = cover({"a": None, "b": Decimal(30), "c": Decimal(10)}, {"a", "c"})
    assert (found.accounts, found.heard_accounts, found.account_share) == (3, 2, 2 / 3)
    assert (found.arr, found.heard_arr, found.arr_share, found.unknown_arr) == (Decimal(40), Decimal(10), 0.25, 1)


def test_who_is_no_customer_is_heard_by_nobody() -> None:
    assert cover({"a": Decimal(1)}, {"gone"}).heard_accounts == 0


def test_an_account_that_speaks_through_two_channels_is_in_both() -> None:
    heard = [Hearing("a", ("zendesk", "ticket"), AS_OF), Hearing("a", ("gong", "call_note"), AS_OF), Hearing("b", ("gong", "call_note"), AS_OF)]
    found = cover_channels({"a": Decimal(1), "b": Decimal(1), "c": Decimal(2)}, heard)
    assert {channel: c.heard_accounts for channel, c in found.items()} == {("gong", "call_note"): 2, ("zendesk", "ticket"): 1}


def test_the_customers_of_a_day_had_come_by_then_and_had_not_left() -> None:
    history = {
        account_key("old"): [ArrChange("old", date(2024, 1, 1), Decimal(10), "USD", "new"), ArrChange("old", date(2026, 5, 1), Decimal(0), "USD", "churn")],
        account_key("new"): [ArrChange("new", date(2026, 6, 1), Decimal(20), "USD", "new")],
    }
    accounts = {
        account_key("old"): AccountFacts(account_key("old"), "old", "old", Decimal(0), status="churned", started_on=date(2024, 1, 1)),
        account_key("new"): AccountFacts(account_key("new"), "new", "new", Decimal(20), started_on=date(2026, 6, 1)),
    }
    course = ArrCourse(accounts, ArrBook({key: (Decimal(0), "USD") for key in accounts}, history, FxTable("USD")), date(2026, 10, 31))
    assert list_customers(course, date(2026, 4, 30)) == {account_key("old"): Decimal(10)}
    assert list_customers(course, date(2026, 5, 31)) == {}
    assert list_customers(course, date(2026, 10, 31)) == {account_key("new"): Decimal(20)}


def quiet(*accounts: AccountFacts, last: dict[str, datetime] | None = None) -> list[str]:
    said = {account_key(key): at for key, at in (last or {}).items()}
    return [q.facts.account_id for q in list_quiet({a.id: a for a in accounts}, said, AS_OF)]


def test_large_accounts_near_a_renewal_that_say_nothing_are_listed_the_largest_first() -> None:
    soon, late = AS_OF.date() + timedelta(days=90), AS_OF.date() + timedelta(days=91)
    crowd = [facts(f"S-{n}", "100", renews_on=soon) for n in range(5)]
    listed = [facts("big", "900", renews_on=soon), facts("bigger", "1000", renews_on=soon), facts("late", "2000", renews_on=late)]
    unknown, gone = facts("unknown", None, renews_on=soon), facts("gone", "5000", renews_on=soon, status="churned")
    spoke = {f"S-{n}": AS_OF for n in range(5)}
    assert quiet(*crowd, *listed, unknown, gone, last=spoke) == ["bigger", "big", "unknown"]


@pytest.mark.parametrize(("days", "is_quiet"), [(QUIET_DAYS, True), (QUIET_DAYS - 1, False)])
def test_quiet_is_without_a_word_for_ninety_days(days: int, is_quiet: bool) -> None:
    account = facts("A-1", "900", renews_on=AS_OF.date())
    assert bool(quiet(account, last={"A-1": AS_OF - timedelta(days=days)})) is is_quiet


@given(segments, st.sets(st.integers(0, 45).map(lambda n: f"acc_{n}")))
def test_a_segments_voices_weigh_together_as_its_share_of_the_customers(customers: dict[str, str | None], heard: set[str]) -> None:
    weights = weigh_voices(customers, heard)
    assert weights.keys() == heard & customers.keys()
    spoken_of = {customers[key] for key in weights}
    reached = [name for name in customers.values() if name in spoken_of]
    for name in spoken_of:
        own = [weight for key, weight in weights.items() if customers[key] == name]
        share = reached.count(name) / len(reached) * len(weights)
        assert sum(own) == pytest.approx(min(share, MOST * len(own)))
        assert max(own) == min(own) <= MOST


@given(segments)
def test_where_everybody_is_heard_every_voice_weighs_one(customers: dict[str, str | None]) -> None:
    assert all(weight == pytest.approx(1) for weight in weigh_voices(customers, customers).values())


def impact(weights: dict[str, float], accounts: list[AccountFacts], raised: list[AccountFacts]) -> ThemeImpact:
    known = books(accounts)
    weighed = Books(known.day, known.currency, known.accounts, known.arr, voice_weights=weights)
    return weigh_theme(raised_by(*raised), weighed, portfolio_of(weighed))


def test_a_voice_that_stands_for_two_scores_as_two_and_leaves_the_arr_as_it_is() -> None:
    company = [facts(f"A-{n}", "1000", ("smb", "large")[n % 2]) for n in range(20)]
    heard = company[:4]
    doubled, as_heard = impact({a.id: 2.0 for a in heard}, company, heard), impact({}, company, heard)
    twice = impact({}, company, company[:8])
    for name in ("affected_arr", "reach"):
        part = {p.name: p for p in doubled.parts}[name]
        assert part.share == pytest.approx({p.name: p for p in twice.parts}[name].share, abs=1e-6)
    assert doubled.exposure == as_heard.exposure
    assert doubled.score > as_heard.score


def test_a_theme_of_a_segment_that_speaks_little_rises() -> None:
    small, large = [facts(f"S-{n}", "1000", "smb") for n in range(30)], [facts(f"L-{n}", "1000", "large") for n in range(10)]
    weights = weigh_voices({a.id: a.segment for a in small + large}, [a.id for a in small[:3] + large])
    company, theirs, ours = small + large, small[:3], large[:4]
    assert impact({}, company, theirs).score < impact({}, company, ours).score
    assert impact(weights, company, theirs).score > impact(weights, company, ours).score


def test_what_nobodys_account_said_weighs_one() -> None:
    account = facts("A-1")
    said = evidence([mention("s1", "A-1"), mention("s2", None)], account)
    known = books([account])
    weighed = Books(known.day, known.currency, known.accounts, known.arr, voice_weights={account.id: 3.0})
    voices = weigh_theme(said, weighed, portfolio_of(weighed)).voices
    assert [(v.account, v.weight) for v in voices] == [(account.id, 3.0), (None, 1.0)]
