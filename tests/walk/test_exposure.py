"""Every column of every exposure table, on the last day and on days long past, is exactly what anybody counts from the export and the files."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.walk.conftest import AS_OF, SETTINGS, Company
from tests.walk.recount import Files, Recount, Said, join, last_moment, said_by_theme
from voc.db.session import reading
from voc.usecases.export_table import export_table
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_themes import EvidenceFilter
from voc.usecases.shared.tabulate_exposure import By
from voc.usecases.themes.list_exposure import list_exposure
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

DAYS = [AS_OF.date(), date(2026, 7, 14), date(2026, 4, 26), date(2026, 1, 31)]


@pytest.fixture(scope="module")
def files() -> Files:
    return Files()


@pytest.fixture
def snippets(company: Company, tmp_path: Path) -> Path:
    export_table(company.engine, "snippets", tmp_path / "snippets.csv")
    return tmp_path / "snippets.csv"


def columns(row: Mapping[str, Any]) -> Recount:
    """A row of the product's as the recount has it."""
    return Recount(**{name: row[name] if isinstance(row[name], int) else Decimal(row[name]["amount"]) for name in Recount.__dataclass_fields__})


def tables(company: Company, day: date, by: By) -> dict[str, Mapping[str, Any]]:
    with reading(company.engine) as session:
        return {row["id"]: row for row in list_exposure(session, get_standing_run(session), by, EvidenceFilter(as_of=last_moment(day)))}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_table_of_any_day_is_the_recount_of_that_day(company: Company, files: Files, snippets: Path, day: date) -> None:
    said = said_by_theme(snippets, last_moment(day), SETTINGS.window_days)
    themes = tables(company, day, "theme")
    assert {key: columns(row) for key, row in themes.items()} == {key: files.recount(spoke, day) for key, spoke in said.items()}
    (whole,) = tables(company, day, "portfolio").values()
    assert columns(whole) == files.recount(join(said.values()), day)
    assert whole["unknown_arr_accounts"] == 0


@pytest.mark.parametrize("day", DAYS[:2], ids=str)
def test_areas_and_segments_count_each_account_once(company: Company, files: Files, snippets: Path, day: date) -> None:
    said = said_by_theme(snippets, last_moment(day), SETTINGS.window_days)
    with reading(company.engine) as session:
        area_of = {t["id"]: t["area_id"] for t in list_themes(session, ThemeQuery()).themes}
    by_area: dict[str, list[Said]] = {}
    for theme, spoke in said.items():
        if area_of.get(theme):
            by_area.setdefault(area_of[theme], []).append(spoke)
    assert {key: columns(row) for key, row in tables(company, day, "area").items()} == {
        key: files.recount(join(themes), day) for key, themes in by_area.items()
    }
    whole = join(said.values())
    for name, row in tables(company, day, "segment").items():
        assert columns(row) == files.recount({a: d for a, d in whole.items() if files.accounts[a]["segment"] == name}, day)


@pytest.mark.parametrize("by", ["theme", "area", "segment", "portfolio"])
def test_the_published_table_is_the_one_of_its_day(company: Company, by: By) -> None:
    with reading(company.engine) as session:
        published = list_exposure(session, get_standing_run(session), by, EvidenceFilter())
    assert {row["id"]: row for row in published} == tables(company, AS_OF.date(), by)


def test_what_is_published_and_exported_is_the_last_days_table(company: Company, files: Files, snippets: Path, tmp_path: Path) -> None:
    said = said_by_theme(snippets, AS_OF, SETTINGS.window_days)
    with reading(company.engine) as session:
        themes = list_themes(session, ThemeQuery()).themes
    assert {t["id"]: columns(t) for t in themes} == {key: files.recount(spoke, AS_OF.date()) for key, spoke in said.items()}
    export_table(company.engine, "themes", tmp_path / "themes.jsonl")
    lines = (tmp_path / "themes.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(themes)
    sums = {t["id"]: asdict(columns(t)) for t in themes}
    for line in lines:
        row = json.loads(line)
        assert {name: row[name] if isinstance(value, int) else Decimal(row[name]) for name, value in sums[row["id"]].items()} == sums[row["id"]]


def test_accounts_that_left_were_customers_before(company: Company) -> None:
    """The fixtures' churned accounts spoke, and leave a column of their own behind."""
    (now,), (then,) = (tables(company, day, "portfolio").values() for day in (DAYS[0], DAYS[-1]))
    assert now["churned_accounts"] > then["churned_accounts"] == 0
    assert Decimal(now["churned_arr"]["amount"]) > 0
