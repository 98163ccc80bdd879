"""The exposure table of the made-up company, recounted from what it was made of."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.usecases.company import ACCOUNTS, ARR_IN_USD, AS_OF, FEEDBACK, complaints, import_company, rank_company, refresh
from voc.db.matches import ThemeMatch, add_matches
from voc.db.runs import Run, find_current_run
from voc.db.session import reading, transaction
from voc.db.themes import list_run_themes
from voc.domain.accounts import account_key
from voc.domain.evidence import end_of_day
from voc.domain.exposure import COLUMNS
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.shared.score_themes import EvidenceFilter
from voc.usecases.shared.tabulate_exposure import By
from voc.usecases.themes.list_exposure import list_exposure
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

SPOKE = {row["account_id"] for row in FEEDBACK if row["external_id"] != "other"} - {None}
DEAL_OF_A_STRANGER = {"opportunity_id": "O-9", "account_id": "A-99", "amount": "77", "currency": "USD", "stage": "open"}
SEGMENTS = {row["account_id"]: row["segment"] for row in ACCOUNTS}


@pytest.fixture
def standing(ranked: Engine) -> Iterator[tuple[Session, Run]]:
    with reading(ranked) as session:
        run = find_current_run(session)
        assert run is not None
        yield session, run


def rows(standing: tuple[Session, Run], by: By, **narrowed: Any) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in list_exposure(*standing, by, EvidenceFilter(**narrowed))}


def arr(accounts: set[str]) -> str:
    return f"{sum((ARR_IN_USD[a] or Decimal(0) for a in accounts), Decimal(0)):.2f}"


def test_an_account_counts_once_in_the_whole_however_many_themes_it_raised(standing: tuple[Session, Run]) -> None:
    (whole,) = rows(standing, "portfolio").values()
    assert whole["affected_arr"] == {"amount": arr(SPOKE), "currency": "USD"}
    assert (whole["accounts"], whole["families"], whole["unknown_arr_accounts"]) == (8, 8, 1)
    assert whole["account_ids"] == sorted(account_key(a) for a in SPOKE)
    assert (whole["customers"], whole["customers_arr"]["amount"]) == (8, arr(set(ARR_IN_USD)))
    assert whole["mentions"] == len(FEEDBACK) - 1
    assert whole["unknown_amounts"]["affected_arr"] == whole["unknown_amounts"]["affected_arr_at_mention"] == 1


def test_the_segments_add_up_to_the_whole(standing: tuple[Session, Run]) -> None:
    segments, (whole,) = rows(standing, "segment"), rows(standing, "portfolio").values()
    for name, row in segments.items():
        assert row["affected_arr"]["amount"] == arr({a for a in SPOKE if SEGMENTS[a] == name})
    for column in COLUMNS:
        assert sum(Decimal(row[column]["amount"]) for row in segments.values()) == Decimal(whole[column]["amount"])
    assert sum(row["customers"] for row in segments.values()) == whole["customers"]


def test_the_rows_of_themes_are_the_themes_own_columns(standing: tuple[Session, Run]) -> None:
    found = rows(standing, "theme")
    themes = {t["id"]: t for t in list_themes(standing[0], ThemeQuery()).themes}
    assert found.keys() == themes.keys()
    for key, row in found.items():
        for column in (*COLUMNS, "accounts", "families", "unknown_amounts", "mentions"):
            assert row[column] == themes[key][column]


def test_a_filter_narrows_every_row(standing: tuple[Session, Run]) -> None:
    (whole,) = rows(standing, "portfolio", sources=["gong"]).values()
    assert whole["account_ids"] == sorted(account_key(a) for a in ("A-1", "A-2"))
    assert set(rows(standing, "segment", segments=["mid"])) == {"mid"}


def test_what_belongs_to_no_segment_stands_in_a_row_of_its_own(engine: Engine) -> None:
    import_company(engine)
    no_segment = ACCOUNTS[1] | {"segment": ""}
    for kind, found in (("accounts", [no_segment]), ("opportunities", [DEAL_OF_A_STRANGER])):
        assert all(r.error is None for r in import_rows(engine, kind, found, reporting_currency="USD"))
    run_id = refresh(engine).run_id
    with transaction(engine) as session:
        theme, *_ = [p.theme.id for p in list_run_themes(session, run_id)]
        add_matches(session, run_id, [ThemeMatch(theme, "opportunity", "O-9", 0.9)])
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        segments = {row["id"]: row for row in list_exposure(session, run, "segment", EvidenceFilter(as_of=AS_OF))}
        (whole,) = list_exposure(session, run, "portfolio", EvidenceFilter(as_of=AS_OF))
    assert {key: row["segment"] for key, row in segments.items()} == {"": None, "smb": "smb", "mid": "mid", "large": "large"}
    assert segments[""]["account_ids"] == [account_key("A-2")]
    assert segments[""]["open_pipeline"]["amount"] == "77.00" == whole["open_pipeline"]["amount"]
    for column in COLUMNS:
        assert sum(Decimal(row[column]["amount"]) for row in segments.values()) == Decimal(whole[column]["amount"])
    assert sum(row["mentions"] for row in segments.values()) == whole["mentions"] == len(FEEDBACK) - 1


def test_what_is_imported_after_a_refresh_leaves_the_published_table_as_it_is(engine: Engine) -> None:
    rank_company(engine)
    before = everything(engine, EvidenceFilter())
    assert everything(engine, EvidenceFilter(as_of=AS_OF)) == before
    assert all(r.error is None for r in import_rows(engine, "accounts", [{**ACCOUNTS[0], "arr": "77777"}], reporting_currency="USD"))
    assert everything(engine, EvidenceFilter()) == before
    with reading(engine) as session:
        published = {t["id"]: t["affected_arr"] for t in list_themes(session, ThemeQuery()).themes}
        narrowed = list_themes(session, ThemeQuery(evidence=EvidenceFilter(as_of=AS_OF))).themes
    assert {row["id"]: row["affected_arr"] for row in before["theme"]} == published
    now = everything(engine, EvidenceFilter(as_of=AS_OF))
    assert Decimal(now["portfolio"][0]["affected_arr"]["amount"]) - Decimal(before["portfolio"][0]["affected_arr"]["amount"]) == 76777
    assert {row["books_changed"] for found in now.values() for row in found} == {True} == {t["books_changed"] for t in narrowed}
    refresh(engine)
    assert [row["affected_arr"] for row in everything(engine, EvidenceFilter())["segment"]] == [row["affected_arr"] for row in now["segment"]]


def everything(engine: Engine, which: EvidenceFilter) -> dict[By, list[Mapping[str, Any]]]:
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        return {by: list_exposure(session, run, by, which) for by in ("theme", "area", "segment", "portfolio")}


# Company 4 came in 2025, grew in May and left in September; 5 belongs to 1, which renewed in July; deals name the export theme.
STORY = [
    {"account_id": "A-4", "effective_on": "2025-01-01", "arr": "1000", "currency": "USD", "reason": "new"},
    {"account_id": "A-4", "effective_on": "2026-05-01", "arr": "4000", "currency": "USD", "reason": "expansion"},
    {"account_id": "A-4", "effective_on": "2026-09-01", "arr": "0", "currency": "USD", "reason": "churn"},
    {"account_id": "A-1", "effective_on": "2026-07-01", "arr": "1000", "currency": "USD", "reason": "renewal"},
]
DEALS = [
    {"opportunity_id": "O-1", "account_id": "A-1", "amount": "100", "currency": "EUR", "stage": "lost", "closes_on": "2026-08-01"},
    {"opportunity_id": "O-2", "account_id": "A-2", "amount": "30", "currency": "USD", "stage": "open", "closes_on": "2027-01-01"},
    {"opportunity_id": "O-3", "account_id": "A-2", "amount": "5", "currency": "SEK", "stage": "open"},
]


@pytest.fixture
def storied(engine: Engine) -> Iterator[tuple[Session, Run]]:
    """The company with a past, every deal naming every theme."""
    import_company(engine, complaints("export", ["A-1", "A-4", "A-5"], day="2026-06-15"))
    changed = [{**ACCOUNTS[0], "renews_on": "2027-07-01"}, {**ACCOUNTS[3], "arr": "0", "status": "churned"}, {**ACCOUNTS[4], "parent_account_id": "A-1"}]
    for kind, found in (("accounts", changed), ("arr", STORY), ("opportunities", DEALS)):
        assert all(r.error is None for r in import_rows(engine, kind, found, reporting_currency="USD"))
    run_id = refresh(engine).run_id
    with transaction(engine) as session:
        themes = [p.theme.id for p in list_run_themes(session, run_id)]
        add_matches(session, run_id, [ThemeMatch(theme, "opportunity", str(deal["opportunity_id"]), 0.9) for theme in themes for deal in DEALS])
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        yield session, replace(run, started_at=datetime(2026, 11, 1, tzinfo=UTC))


def amounts(standing: tuple[Session, Run], day: str) -> dict[str, str]:
    as_of = end_of_day(datetime.fromisoformat(day).date())
    (whole,) = list_exposure(*standing, "portfolio", EvidenceFilter(as_of=as_of))
    return {name: whole[name]["amount"] for name in COLUMNS if whole[name]["amount"] != "0.00"}


def test_the_last_day_knows_who_left_what_was_paid_and_what_was_lost(storied: tuple[Session, Run]) -> None:
    assert amounts(storied, "2026-10-31") == {
        "affected_arr": "6000.00", "affected_arr_at_mention": "10000.00", "churned_arr": "4000.00", "open_pipeline": "30.00", "lost_arr": "150.00",
    }  # fmt: skip
    (whole,) = list_exposure(*storied, "portfolio", EvidenceFilter(as_of=AS_OF))  # the deals were named after the refresh
    assert (whole["accounts"], whole["families"], whole["churned_accounts"], whole["customers"]) == (3, 2, 1, 7)
    assert (whole["opportunities"], whole["unknown_amounts"]["open_pipeline"]) == (["O-1", "O-2", "O-3"], 1)


def test_a_past_day_is_told_as_it_was(storied: tuple[Session, Run]) -> None:
    before_churn = {
        "affected_arr": "10000.00", "affected_arr_at_mention": "10000.00", "renewing_arr_30d": "1000.00", "renewing_arr_90d": "1000.00",
        "renewing_arr_180d": "1000.00", "open_pipeline": "180.00",
    }  # fmt: skip
    assert amounts(storied, "2026-06-20") == before_churn
    after_renewal = {name: value for name, value in before_churn.items() if not name.startswith("renewing")}
    assert amounts(storied, "2026-07-01") == after_renewal


def test_before_anybody_spoke_the_table_is_all_zeros(storied: tuple[Session, Run]) -> None:
    assert amounts(storied, "2026-06-01") == {}


def test_published_columns_are_those_of_the_last_day(storied: tuple[Session, Run]) -> None:
    session, run = storied
    (theme,) = list_themes(session, ThemeQuery()).themes
    (row,) = list_exposure(session, run, "theme", EvidenceFilter(as_of=AS_OF))
    published = [name for name in COLUMNS if name not in ("open_pipeline", "lost_arr")]  # the deals were named after the refresh
    assert {name: theme[name] for name in published} == {name: row[name] for name in published}
