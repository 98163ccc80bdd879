"""The newcomer's map: a year of feedback comes in at one end, ranked themes with their ARR and a month's report come out at the other.

Read it from top to bottom; each step names the room that does it.
"""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.remembering import RememberingEmbedder
from tests.walk.conftest import AS_OF, SETTINGS, Company
from voc.db.session import reading, transaction
from voc.domain.evidence import window_before
from voc.domain.report_standing import Decided, ReportKey
from voc.rendering.report import render_html
from voc.settings import Settings
from voc.usecases.accounts.list_accounts import list_accounts
from voc.usecases.export_table import export_table
from voc.usecases.feedback.import_file import import_file
from voc.usecases.people.create_key import create_key
from voc.usecases.refresh.refresh_themes import refresh_themes
from voc.usecases.reports.publish_report import write_report
from voc.usecases.reports.read_report import read_report, stamp_content
from voc.usecases.themes.list_themes import ThemeQuery, list_themes
from voc_api.main import create_app


def test_files_come_in_without_a_loss(company: Company) -> None:
    """voc.sources reads them, voc.usecases.feedback.import_file saves them."""
    assert all(result.rejected == 0 for result in company.imports.values())
    assert company.imports["accounts"].added == 96
    assert company.imports["feedback"].added == company.imports["feedback"].read


def test_importing_again_changes_nothing(company: Company) -> None:
    from tests.walk.conftest import FIXTURES

    again = import_file(company.engine, "feedback", FIXTURES / "feedback.jsonl", reporting_currency="USD")
    assert (again.added, again.updated) == (0, 0)
    assert again.unchanged == again.read


def test_items_become_snippets_that_become_themes(company: Company) -> None:
    """voc.engine splits, embeds and groups; voc.usecases.refresh.refresh_themes publishes."""
    counts = company.refresh.counts
    assert counts["snippets"] > counts["items"]
    assert counts["themed"] < counts["snippets"], "some snippets belong nowhere, and are said to"
    assert counts["foreign"] > 0


def test_every_affected_arr_is_the_sum_over_its_accounts_each_once(company: Company, tmp_path: Path) -> None:
    """The recount that anybody can make from the export."""
    export_table(company.engine, "snippets", tmp_path / "snippets.csv")
    with reading(company.engine) as session:
        accounts = {a["account_id"]: Decimal(a["arr"]["amount"]) for a in list_accounts(session)}
        themes = {t["id"]: t for t in list_themes(session, ThemeQuery()).themes}
    window = window_before(AS_OF, SETTINGS.window_days)
    said_by: dict[str, set[str]] = defaultdict(set)
    mentions: dict[str, int] = defaultdict(int)
    with (tmp_path / "snippets.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["counted"] == "true" and datetime.fromisoformat(row["occurred_at"]) in window:
                mentions[row["theme_id"]] += 1
                if row["account_id"]:
                    said_by[row["theme_id"]].add(row["account_id"])
    assert set(mentions) == set(themes)
    for theme_id, theme in themes.items():
        assert theme["mentions"] == mentions[theme_id]
        assert theme["accounts"] == len(said_by[theme_id])
        assert Decimal(theme["affected_arr"]["amount"]) == sum((accounts[a] for a in said_by[theme_id]), Decimal(0))
        assert round(sum(part["points"] for part in theme["score_parts"]), 1) == theme["score"]


def test_a_second_refresh_embeds_nothing_and_gives_the_same_table(company: Company, embedder: RememberingEmbedder) -> None:
    def table() -> list[tuple[object, ...]]:
        with reading(company.engine) as session:
            return [(t["id"], t["rank"], t["label"], t["score"], t["affected_arr"]["amount"]) for t in list_themes(session, ThemeQuery()).themes]

    before, asked = table(), embedder.asked
    again = refresh_themes(company.engine, embedder, SETTINGS, AS_OF, lambda *_: None)
    assert (again.split, again.embedded, embedder.asked) == (0, 0, asked)
    assert table() == before


@pytest.fixture
def client(company: Company, tmp_path: Path) -> TestClient:
    url = company.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, data_dir=tmp_path, allowed_hosts="testserver"))
    with transaction(company.engine) as session:
        _, key = create_key(session, "walk", "pm", datetime.now(UTC))
    return TestClient(app, headers={"Authorization": f"Bearer {key}"})


def test_the_api_ranks_them_and_every_number_opens_its_quotes(client: TestClient) -> None:
    first = client.get("/api/v1/themes", params={"limit": 1}).json()["data"][0]
    assert first["rank"] == 1
    quotes = client.get(f"/api/v1/themes/{first['id']}/snippets", params={"limit": 100}).json()
    assert len(quotes["data"]) == min(100, first["mentions"])
    accounts = client.get(f"/api/v1/themes/{first['id']}/accounts", params={"limit": 100}).json()["data"]
    assert sum((Decimal(a["arr"]["amount"]) for a in accounts if a["arr"]), Decimal(0)) == Decimal(first["affected_arr"]["amount"])


def test_every_account_has_a_health_whose_contributions_add_up(client: TestClient) -> None:
    accounts = client.get("/api/v1/accounts", params={"limit": 100}).json()["data"]
    assert len(accounts) == 96
    for account in accounts:
        health = account["health"]
        assert health["score"] == pytest.approx(health["base"] + sum(c["points"] for c in health["contributions"]), abs=0.05)


def test_the_months_report_is_written_once_and_stays(company: Company, tmp_path: Path) -> None:
    """voc.usecases.reports.publish_report: the same bytes for ever."""
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    write_report(company.engine, "2026-09", first, datetime.now(UTC), "USD")
    write_report(company.engine, "2026-09", second, datetime.now(UTC), "USD")
    assert first.read_bytes() == second.read_bytes()
    assert "<script" not in first.read_text(encoding="utf-8")


@pytest.mark.skipif(find_spec("weasyprint") is None, reason="the extra pdf is not installed")
def test_the_months_report_prints_on_three_pages(company: Company) -> None:
    """voc.rendering.report: what leadership prints, with a decision on every theme."""
    from weasyprint import HTML

    with reading(company.engine) as session:
        report = read_report(session, ReportKey.of_month("2026-10"), datetime.now(UTC), "USD")
    said = Decided("Build it in the first quarter and tell who asked for it as soon as it is there", "Ana Lima", "Ana Lima", datetime.now(UTC))
    decided = stamp_content(replace(report, decisions={theme["id"]: said for theme in report.content["decide"]}))
    assert len(report.content["decide"]) == 5
    assert len(HTML(string=render_html(decided.content)).render().pages) <= 3
