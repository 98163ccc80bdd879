from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories import books
from voc.domain.accounts import AccountFacts, Feature
from voc.domain.evidence import Mention, gather_evidence, window_before
from voc.domain.health import AccountRecord, HealthOverride, assess_health
from voc.domain.months import Month
from voc.domain.release_effect import ReleaseEffect, find_span
from voc.domain.report import MonthlyReport, Release, ReportMethod, ReportQuote, SourceCount
from voc.domain.report_building import NOBODY_SAID, build_report, pick_quotes
from voc.domain.themes import RankedTheme, Theme, rank_evidence
from voc.errors import InputError

MONTH = Month(2026, 10)
METHOD = ReportMethod((SourceCount("zendesk", "ticket", 10, 4, 1), SourceCount("gong", "call_note", 5, 1, 0)), 20, 2, 6, 1, 0)


def account(number: int, **more: object) -> AccountFacts:
    facts: dict[str, object] = {"arr": Decimal(100 * number), "segment": "smb" if number % 2 else "mid-market", "renews_on": date(2027, 9, 1), **more}
    return AccountFacts(f"acc_{number}", f"A-{number}", f"Account {number}", **facts)  # type: ignore[arg-type]


def said(theme: str, by: int | None, day: datetime, sentiment: float = -0.5) -> Mention:
    key = f"snp_{theme}_{by}_{day:%Y%m%d%H}"
    return Mention(key, f"fbk_{key}", theme, None if by is None else f"acc_{by}", day, "ticket", "zendesk", sentiment)


def on(month: int, day: int = 10, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def quote(number: int, text: str = "the export never finishes for us", by: int = 1, month: int = 10) -> ReportQuote:
    return ReportQuote(f"snp_{number}", f"fbk_{number}", text, f"acc_{by}", f"Account {by}", "ticket", "zendesk", None, on(month), -0.5)


def rank(mentions: list[Mention], accounts: dict[str, AccountFacts], as_of: datetime) -> list[RankedTheme]:
    themes = {m.theme_id: Theme(m.theme_id, f"{m.theme_id} trouble") for m in mentions if m.theme_id}
    evidence = gather_evidence(mentions, accounts, window_before(as_of, 365))
    return rank_evidence(evidence, themes, books(accounts.values()), "run_1", as_of)


def report(mentions: list[Mention], accounts: list[AccountFacts] | None = None, overrides: Mapping[str, HealthOverride] = NOBODY_SAID) -> MonthlyReport:
    known = {a.id: a for a in accounts or [account(n) for n in range(1, 9)]}
    health = {key: assess_health(AccountRecord(facts), MONTH.end) for key, facts in known.items()}
    ranked, before = (rank(mentions, known, month.end) for month in (MONTH, MONTH.before))
    return build_report(MONTH, ranked, before, known, health, METHOD, lambda theme: (quote(1, by=1), quote(2, by=2)), overrides=overrides)


SHARED = [said("export", n, on(10 - n % 3, hour=n)) for n in range(1, 6)]
PRAISE = [said("portal", n, on(10 - n % 2, hour=n), 0.9) for n in range(1, 8)]
ALONE = [said("tides", 7, on(9, day)) for day in range(1, 12)]
PAIR = [said("barcodes", n, on(10, hour=n)) for n in (1, 2)]


def test_what_many_raised_is_to_be_decided_and_praise_is_left_aside() -> None:
    made = report(SHARED + PRAISE + ALONE)
    assert [t.id for t in made.decide] == ["export"]
    assert [t.id for t in made.praise] == ["portal"]
    assert made.verdict.startswith("“export trouble” weighs most: $1.5k of ARR across 5 accounts")


def test_themes_of_one_or_two_accounts_are_counted_and_never_named() -> None:
    made = report(SHARED + ALONE + PAIR)
    assert made.counted.themes == 2
    assert made.counted.mentions == len(ALONE) + len(PAIR)
    named = {t.id for t in (*made.decide, *made.praise, *made.up, *made.down, *made.concentrated)}
    assert named == {"export"}


def test_a_giant_is_told_without_its_name_however_few_its_accounts() -> None:
    small, giant = [account(n) for n in range(1, 7)], account(7, arr=Decimal(250_000))
    made = report(SHARED + ALONE + PAIR, [*small, giant])
    assert [(g.accounts, g.mentions, g.words) for g in made.giants] == [(1, len(ALONE), "concentrated: one account, $250k")]
    assert made.counted.themes == 2
    assert report(SHARED + PAIR, [*small, giant]).giants == ()


def test_a_loud_account_makes_a_theme_concentrated() -> None:
    loud = [said("export", 1, on(9, day)) for day in range(1, 20)]
    made = report(SHARED + loud)
    assert [t.id for t in made.concentrated] == ["export"]
    assert made.verdict.startswith("No theme is shared by enough customers to decide on in October 2026")


def test_movers_compare_the_month_with_the_one_before() -> None:
    rising = [said("ai", n, on(10, 20, n)) for n in range(1, 5)]
    fading = [said("logout", n, on(9, 20, n)) for n in range(1, 5)]
    made = report(SHARED + rising + fading)
    assert [(t.id, t.month_mentions, t.before_mentions, t.rank_before) for t in made.up] == [("ai", 4, 0, None)]
    assert [(t.id, t.month_mentions, t.before_mentions) for t in made.down] == [("logout", 0, 4)]


def test_arr_is_summed_by_health_and_renewals_over_those_who_are_customers() -> None:
    accounts = [
        account(1, renews_on=date(2026, 11, 1)),
        account(2),
        account(3, status="churned"),
        account(4, arr=None),
        account(5, started_on=date(2026, 11, 5)),
    ]
    made = report([said("export", n, on(10, hour=n)) for n in (1, 2, 4)], accounts)
    assert made.arr.amount == Decimal(300)
    assert sum(b.accounts for b in made.bands) == 3
    assert sum((b.arr.amount for b in made.bands), Decimal(0)) == made.arr.amount
    assert (made.renewing.accounts, made.renewing.arr.amount) == (1, Decimal(100))
    assert [a.id for a in made.renewals] == ["acc_1"]


def test_the_method_adds_up() -> None:
    assert (METHOD.items, METHOD.month_items, METHOD.unmatched) == (15, 5, 1)


def test_quotes_are_of_different_accounts_the_months_first_and_never_the_same_words() -> None:
    candidates = [quote(1, "bad"), quote(2, by=2, month=3), quote(3), quote(4), quote(5, "it stops at ninety percent each time", by=3, month=4)]
    assert [q.snippet_id for q in pick_quotes(candidates, MONTH)] == ["snp_3", "snp_5"]
    assert [q.snippet_id for q in pick_quotes([quote(1, "bad")], MONTH)] == ["snp_1"]


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "october", "", "2026-10-01", "２０２６-10", "0026-10"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a month"):
        Month.parse(text)


def test_a_month_knows_its_ends() -> None:
    assert str(Month(2026, 1).before) == "2025-12"
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert MONTH.end in MONTH
    assert MONTH.end not in Month(2026, 11)
    assert Month.parse("2026-10").title == "October 2026"


def test_an_account_is_in_the_band_that_a_person_put_it_in() -> None:
    word = HealthOverride("hov_1", "acc_3", "at_risk", None, "Their sponsor left.", "Ana", on(10), on(12))
    before, made = report(SHARED), report(SHARED, overrides={"acc_3": word})
    assert [(a.id, a.why) for a in made.at_risk] == [("acc_3", "put here by a person until 2026-12-10")]
    assert sum(band.accounts for band in made.bands) == sum(band.accounts for band in before.bands)
    assert "Ana" not in str(made) and "sponsor" not in str(made)


def test_a_quote_of_the_prevailing_mood_goes_before_a_question_and_before_praise() -> None:
    candidates = [
        quote(1, "well is that not the quick test, right?", by=1),
        replace(quote(2, "we really like how the export looks", by=2), sentiment=0.8),
        quote(3, "the export stops half way through it", by=3, month=9),
        quote(4, "the export dies every single monday morning", by=4, month=9),
    ]
    assert [q.snippet_id for q in pick_quotes(candidates, MONTH)] == ["snp_3", "snp_4"]


def test_whom_to_tell_are_those_who_asked_before_or_wish_since() -> None:
    feature = Feature("F-1", "Exports", "", "released", None, date(2026, 10, 5), None)
    release = Release("export", "export trouble", feature, ReleaseEffect(find_span(date(2026, 10, 5), on(1), MONTH.end), "too_few"))
    since = [replace(said("export", 6, on(10, 20)), intent="problem"), replace(said("export", 7, on(10, 21)), intent="request")]
    mentions = [said("export", n, on(9, n)) for n in range(1, 4)] + since
    known = {a.id: a for a in (account(n) for n in range(1, 9))}
    health = {key: assess_health(AccountRecord(facts), MONTH.end) for key, facts in known.items()}
    ranked = rank(mentions, known, MONTH.end)
    made = build_report(MONTH, ranked, ranked, known, health, METHOD, lambda theme: (), releases=[release])
    assert [one.id for one in made.shipped[0].tell] == ["acc_7", "acc_3", "acc_2", "acc_1"]
