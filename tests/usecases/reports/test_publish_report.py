import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.api.company import ACCOUNTS, item, publish, rank_company
from voc.db.reports import find_report, get_report, list_reports
from voc.db.session import reading
from voc.domain.report_standing import Report, ReportKey, pack_content
from voc.errors import InputError, NotFoundError, UnavailableError
from voc.rendering.report import render_html, render_markdown
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.reports.publish_report import publish_report, write_report
from voc.usecases.reports.read_report import read_report as read_report_in

AFTER = datetime(2026, 11, 2, tzinfo=UTC)
OCTOBER = ReportKey.of_month("2026-10")


@pytest.fixture
def company(engine: Engine) -> Engine:
    rank_company(engine)
    return engine


def october(engine: Engine, now: datetime = AFTER) -> Report:
    return publish_report(engine, "2026-10", now, "USD")


def read_report(engine: Engine) -> Report:
    with reading(engine) as session:
        return read_report_in(session, OCTOBER, AFTER, "USD")


def change_everything(engine: Engine) -> None:
    """More feedback of the month, other words in what was there, other ARR, and another ranking with other labels."""
    more = [item(f"n{n}", "the export and more", f"A-{1 + n % 5}", day="2026-10-30") for n in range(20)]
    import_rows(engine, "feedback", [*more, item("1", "login instead", "A-1", day="2026-10-20T09:00:00Z")], reporting_currency="USD")
    import_rows(engine, "accounts", [{**a, "arr": "1", "name": f"New {a['name']}"} for a in ACCOUNTS], reporting_currency="USD")
    publish(engine, 2, {"export": "Quite another name"})


def test_a_published_report_never_changes(company: Engine) -> None:
    first = october(company)
    assert first.frozen is not None and first.frozen.at == AFTER
    change_everything(company)
    again = october(company, datetime(2027, 3, 1, tzinfo=UTC))
    assert (again.content, again.sha256, again.frozen, again.run_id) == (first.content, first.sha256, first.frozen, first.run_id)
    assert render_html(again.content) == render_html(first.content)
    assert pack_content(again.content)[1] == first.sha256


def test_a_draft_follows_what_is_imported(company: Engine) -> None:
    before = read_report(company)
    change_everything(company)
    after = read_report(company)
    assert before.is_draft
    assert after.is_draft
    assert before.sha256 != after.sha256
    with reading(company) as session:
        assert list_reports(session) == []


def test_a_month_that_is_not_over_is_a_draft(company: Engine) -> None:
    report = october(company, datetime(2026, 10, 31, 12, tzinfo=UTC))
    assert report.is_draft
    assert report.content["complete"] is False
    with reading(company) as session:
        assert find_report(session, OCTOBER) is None


def test_a_month_that_the_ranking_does_not_cover_is_a_draft(company: Engine) -> None:
    publish(company, 2, as_of=datetime(2026, 10, 20, tzinfo=UTC))
    report = october(company)
    assert report.is_draft
    assert "The ranking stands at Oct 20, 2026" in render_markdown(report.content)


def test_two_that_publish_at_once_publish_one(company: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda second: october(company, AFTER.replace(second=second)), range(4)))
    assert len({(r.sha256, r.frozen) for r in made}) == 1
    with reading(company) as session:
        assert [r.key.period for r in list_reports(session)] == ["2026-10"]
        assert get_report(session, made[0].id) == made[0]


def test_the_figures_are_those_of_the_evidence(company: Engine) -> None:
    content = october(company).content
    shown: list[dict[str, Any]] = [*content["decide"], *content["concentrated"], *content["praise"]]
    assert [(t["label"], t["accounts"], t["mentions"], t["month_mentions"]) for t in shown] == [("export trouble", 3, 4, 3)]
    assert Decimal(shown[0]["affected_arr"]["amount"]) == Decimal("157000.50")
    assert [q["account"]["name"] for q in shown[0]["quotes"]] == ["Alder", "Birch"]
    assert content["counted"] == {"themes": 2, "mentions": 4}
    assert content["arr"]["amount"] == "169900.50"
    assert (content["method"]["items"], content["method"]["month_items"], content["method"]["unmatched_items"]) == (8, 4, 1)
    assert (content["method"]["snippets"], content["method"]["unthemed_snippets"]) == (8, 0)


def test_themes_of_few_accounts_are_named_nowhere_in_it(company: Engine) -> None:
    content = october(company).content
    for text in (render_html(content), render_markdown(content), json.dumps(content)):
        assert "export trouble" in text
        assert "login" not in text
        assert "invoice" not in text


@pytest.mark.parametrize(
    ("month", "words"),
    [("2026-12", "lies ahead"), ("2026-02", "no themed feedback in 2026-02: feedback is there from 2026-07 to 2026-10"), ("2026-2", "is not a month")],
)
def test_a_month_with_nothing_to_report_is_said_so(company: Engine, month: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        publish_report(company, month, AFTER, "USD")


def test_without_a_ranking_it_says_what_to_do(engine: Engine) -> None:
    with pytest.raises(InputError, match="run `voc refresh`"):
        publish_report(engine, "2026-10", AFTER, "USD")


def test_figures_of_two_currencies_are_never_mixed(company: Engine) -> None:
    with pytest.raises(InputError, match="the ranking is in USD: run `voc refresh` to report in EUR"):
        publish_report(company, "2026-10", AFTER, "EUR")


def test_a_report_that_is_not_there_is_not_found(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NotFoundError):
        get_report(session, "rep_nothing")


def test_it_is_written_to_files(company: Engine, tmp_path: Path) -> None:
    found, text = write_report(company, "2026-10", None, AFTER, "USD")
    assert not found.is_draft
    assert text.startswith("# Voice of customer, October 2026")
    for name in ("report.md", "report.html"):
        write_report(company, "2026-10", tmp_path / name, AFTER, "USD")
    assert (tmp_path / "report.md").read_text("utf-8") == text
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    with pytest.raises(InputError, match=r"\.html, \.md, \.pdf or \.json"):
        write_report(company, "2026-10", tmp_path / "report.docx", AFTER, "USD")
    with pytest.raises(UnavailableError, match="cannot be written"):
        write_report(company, "2026-10", tmp_path / "no folder" / "report.md", AFTER, "USD")


def test_a_pdf_is_made_or_says_what_it_needs(company: Engine, tmp_path: Path) -> None:
    if find_spec("weasyprint") is None:
        with pytest.raises(UnavailableError, match=r"pip install 'voc\[pdf\]'"):
            write_report(company, "2026-10", tmp_path / "report.pdf", AFTER, "USD")
    else:
        write_report(company, "2026-10", tmp_path / "report.pdf", AFTER, "USD")
        assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_report_tells_retention_and_coverage_of_its_month(company: Engine) -> None:
    changes = [("2025-01-01", "80000", "new"), ("2026-10-05", "100000", "expansion")]
    rows = [{"account_id": "A-1", "arr": arr, "effective_on": day, "reason": reason, "currency": "USD"} for day, arr, reason in changes]
    import_rows(company, "arr", rows, reporting_currency="USD")
    content = october(company).content
    kept = content["retention"]
    assert (kept["month"]["since"], kept["twelve_months"]["since"], kept["month"]["until"]) == ("2026-10-01", "2025-11-01", "2026-10-31")
    assert kept["month"]["expansion_arr"] == kept["twelve_months"]["expansion_arr"] == {"amount": "20000.00", "currency": "USD"}
    assert kept["month"]["closing_arr"] == content["arr"]
    assert (content["method"]["coverage"]["accounts"], content["method"]["coverage"]["heard_accounts"]) == (5, 5)
    for text in (render_html(content), render_markdown(content)):
        assert f"{kept['month']['nrr']:.1%}" in text
        assert "5 of 5 customers with 100% of the ARR were heard at all." in text


def test_a_theme_of_one_huge_account_stands_in_the_report_without_its_name(company: Engine) -> None:
    import_rows(company, "accounts", [{**ACCOUNTS[4], "arr": "900000"}], reporting_currency="USD")
    content = october(company).content
    assert [(g["accounts"], g["affected_arr"]["amount"]) for g in content["giants"]] == [(2, "900900.00")]
    for text in (render_html(content), render_markdown(content)):
        assert "concentrated: 2 accounts, " in text.replace("\\", "")
        assert "login" not in text


def test_a_report_that_an_older_version_stored_is_still_rendered(company: Engine) -> None:
    content = dict(october(company).content)
    del content["retention"], content["giants"]
    content["method"] = {name: value for name, value in content["method"].items() if name != "coverage"}
    for text in (render_html(content), render_markdown(content)):
        assert "NRR" not in text
        assert "heard at all" not in text
