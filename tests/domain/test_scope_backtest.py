from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import AS_OF, facts, mention
from voc.domain.calibration import AS_SHIPPED
from voc.domain.evidence import Mention, end_of_day, gather_evidence, window_before
from voc.domain.scope_backtest import HORIZON, ScopeOutcome, back_test, calibrate_scope, cutoffs_between, forecast, forecast_as_shipped
from voc.domain.spread import logit_of, spread_features

ACCOUNTS = {a.id: a for a in (facts(f"A-{n}") for n in range(12))}
JUNE_30 = end_of_day(datetime(2026, 6, 30, tzinfo=UTC).date())
MENTIONS = st.lists(
    st.builds(
        lambda n, account, days_ago, theme: mention(f"snp_{n}_{days_ago}", account, days_ago, theme),
        st.integers(0, 10_000),
        st.sampled_from([None, *(f"A-{n}" for n in range(12))]),
        st.integers(0, 500),
        st.sampled_from([None, "thm_a", "thm_b", "thm_gone"]),
    ),
    max_size=40,
    unique_by=lambda m: m.snippet_id,
)


def run(mentions: list[Mention]) -> list[ScopeOutcome]:
    return back_test(mentions, {"thm_a", "thm_b"}, ACCOUNTS, AS_OF, 365)


def on(day: str, account: str | None, theme: str | None = "thm_a") -> Mention:
    return mention(f"snp_{day}_{account}", account, (AS_OF - datetime.fromisoformat(day).replace(tzinfo=UTC)) / timedelta(days=1), theme)


def test_cutoffs_are_the_months_ends_with_a_quarter_on_either_side() -> None:
    first = datetime(2026, 1, 31, tzinfo=UTC)
    found = cutoffs_between(first, AS_OF)  # AS_OF is 2026-10-31, noon
    assert [f"{c:%m-%d}" for c in found] == ["05-31", "06-30", "07-31"]
    assert cutoffs_between(AS_OF - timedelta(days=170), AS_OF) == []


def test_what_was_known_at_the_cutoff_is_held_against_the_accounts_that_came_after() -> None:
    said = [
        on("2026-02-10", "A-1"),
        on("2026-06-01", "A-2"),
        on("2026-07-10", "A-3"),
        on("2026-08-10", "A-2"),
        on("2026-09-20", "A-4"),
        on("2026-10-20", "A-5"),
    ]
    june = next(o for o in run(said) if o.cutoff == JUNE_30)
    assert (june.theme_id, june.mentions, june.accounts, june.new_accounts) == ("thm_a", 2, 2, 2)  # A-2 was there, A-5 comes later
    assert june.came
    assert not june.was_theme
    (evidence,) = gather_evidence(said, ACCOUNTS, window_before(JUNE_30, 365))
    assert june.logit == logit_of(spread_features(evidence))


def test_what_stands_alone_is_counted_as_a_theme_that_never_spread() -> None:
    said = [on("2026-02-10", "A-1"), on("2026-03-01", "A-2", None), on("2026-03-02", "A-3", "thm_gone"), on("2026-03-03", None, None)]
    june = [o for o in run(said) if o.cutoff == JUNE_30]
    assert [(o.theme_id, o.mentions, o.came) for o in june] == [("thm_a", 1, False), (None, 1, False), (None, 1, False)]


def test_an_account_that_spoke_before_the_window_is_not_new() -> None:
    said = [on("2025-03-01", "A-1"), on("2026-02-10", "A-2"), on("2026-07-10", "A-1"), on("2026-07-11", "A-3")]
    june = next(o for o in run(said) if o.cutoff == JUNE_30)
    assert (june.accounts, june.new_accounts) == (1, 1)


@given(MENTIONS)
def test_what_comes_after_the_horizon_changes_nothing(mentions: list[Mention]) -> None:
    last = end_of_day(datetime(2026, 5, 31, tzinfo=UTC).date())
    themed = [m for m in mentions if m.theme_id in ("thm_a", "thm_b")]
    early = [m for m in themed if m.occurred_at <= last + HORIZON]
    late_too = {(o.theme_id, o.cutoff): o for o in run(themed) if o.cutoff <= last}
    assert {(o.theme_id, o.cutoff): o for o in run(early) if o.cutoff <= last} == late_too


@given(MENTIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_mentions_is_nothing(mentions: list[Mention], random: object) -> None:
    shuffled = list(mentions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert run(shuffled) == run(mentions)


def outcome(month: int, came: bool, mentions: int = 5, theme: str | None = "thm_a") -> ScopeOutcome:
    return ScopeOutcome(theme, end_of_day(datetime(2025, month, 28, tzinfo=UTC).date()), mentions, 3, (1.5, 1.5, 0.3, 1.0), 2 if came else 0)


def test_only_what_would_have_stood_as_a_theme_teaches() -> None:
    taught = [outcome(1, n < 30) for n in range(200)]
    assert calibrate_scope(taught).outcomes == 200
    assert calibrate_scope(taught).apply(taught[0].logit) < AS_SHIPPED.apply(taught[0].logit)
    assert calibrate_scope([outcome(1, n < 30, mentions=2) for n in range(200)]) is AS_SHIPPED


def test_a_forecast_knows_only_what_had_come_by_its_day() -> None:
    past, early, late = [outcome(1, n < 30) for n in range(200)], outcome(3, False), outcome(5, False)
    said = forecast([*past, early, late])
    as_shipped = AS_SHIPPED.apply(early.logit)
    assert said[-2] == as_shipped  # the horizon of January's cut-off was not over at the end of March
    assert said[-1] == calibrate_scope(past).apply(late.logit) < as_shipped
    assert forecast_as_shipped([early]) == [as_shipped]
