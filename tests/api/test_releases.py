"""What came of a release, over the API, the page and in a month's report."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, item, publish, theme_id
from tests.api.pages.conftest import sign_in
from tests.matched import add_feature, match
from voc.rendering.report import render_html, render_markdown
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.reports.publish_report import publish_report
from voc_api import schemas

RELEASED = date(2026, 6, 1)
AFTER = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def company(engine: Engine) -> Engine:
    """Twenty accounts that talk of invoices every month; eight asked for exports until it was released, one of them left, and one of the others asks since."""
    accounts = [{"account_id": f"C-{n}", "name": f"Customer {n}", "arr": "1000", "currency": "USD", "segment": "smb"} for n in range(20)]
    accounts[7] |= {"status": "churned"}
    left = {"account_id": "C-7", "effective_on": "2026-08-01", "arr": "0", "currency": "USD", "reason": "churn"}
    rows = [
        item(f"i{n}-{month}", f"the invoice of number {n}", f"C-{n}", day=f"2026-{month:02}-15")
        for n in range(20)
        for month in range(1, 11)
        if n != 7 or month < 8
    ]
    rows += [item(f"e{n}-{days}", "export is slow", f"C-{n}", day=(RELEASED - timedelta(days=days)).isoformat()) for n in range(8) for days in (100, 60, 20)]
    rows.append(item("late", "export is slow still", "C-3", day="2026-07-10"))
    for kind, found in (("accounts", accounts), ("arr", [left]), ("feedback", rows)):
        assert all(r.error is None for r in import_rows(engine, kind, found, reporting_currency="USD"))
    publish(engine)
    add_feature(engine, "bulk", None, released_on=RELEASED.isoformat())
    match(engine, theme_id("export"), "bulk", "released")
    return engine


def get(client: TestClient, word: str = "export") -> Any:
    answer = client.get(f"/api/v1/themes/{theme_id(word)}/release")
    assert answer.status_code == 200, answer.text
    schemas.ReleaseEffect.model_validate(answer.json())
    return answer.json()


@pytest.mark.usefixtures("company")
def test_it_tells_who_fell_silent_and_how_far_that_goes(client: TestClient) -> None:
    found = get(client)
    assert (found["outcome"], found["days"], found["days_since"], found["released_on"]) == ("fell", 137, 153, "2026-06-01")
    assert (found["askers"], found["silent"], found["still_asking"], found["left"]) == (7, 6, 1, 1)
    assert found["asker_ids"] == sorted(account_key(f"C-{n}") for n in range(7))
    assert found["mentions_per_30_days"]["askers"] == {"before": round(21 / 137 * 30, 2), "after": round(1 / 137 * 30, 2)}
    assert found["ratio"]["low"] < found["ratio"]["estimate"] < found["ratio"]["high"] < 1
    assert found["sentiment"]["askers"]["accounts"] == 7
    assert found["sentiment"]["others"]["accounts"] == 12
    assert found["sentiment"]["difference"]["estimate"] == 0
    said = client.get(f"/api/v1/themes/{theme_id('export')}/snippets", params={"since": found["periods"]["before"]["since"], "limit": 100}).json()["data"]
    assert len(said) == 25


@pytest.mark.usefixtures("company")
def test_what_is_not_released_says_so(client: TestClient) -> None:
    found = get(client, "invoice")
    assert (found["outcome"], found["feature"], found["ratio"]) == ("not_released", None, None)
    assert client.get("/api/v1/themes/thm_none/release").status_code == 404


@pytest.mark.parametrize(
    ("day", "status", "verdict", "outcome"),
    [
        ("2026-10-20", "released", "released", "too_early"),
        ("2018-03-05", "released", "higher_plan", "unheard"),
        ("2026-10-31", "released", "problem", "too_early"),
        ("2026-11-01", "released", "released", "not_released"),
        ("2026-06-01", "planned", "planned", "not_released"),
        ("2026-06-01", "released", "gap", "not_released"),
        (None, "released", "released", "not_released"),
    ],
)
def test_the_day_and_the_verdict_decide_whether_there_is_anything_to_tell(
    client: TestClient, company: Engine, day: str | None, status: str, verdict: str, outcome: str
) -> None:
    add_feature(company, "bulk", None, status, day)
    match(company, theme_id("export"), "bulk", verdict)
    assert get(client)["outcome"] == outcome


def test_the_page_shows_it_and_opens_what_was_said(app: FastAPI, company: Engine) -> None:
    browser = sign_in(app, company, "pm")
    page = browser.get(f"/themes/{theme_id('export')}").text
    section = page[page.index('id="release"') : page.index('id="quotes"')]
    assert "Mentions fell after the release, by more than chance." in section
    assert "6 have not raised it since, 1 still does." in section
    assert f'href="/quotes?theme={theme_id("export")}&amp;since=2026-01-15&amp;until=2026-05-31"' in section
    assert "Customer 3" in section
    assert 'id="release"' not in browser.get(f"/themes/{theme_id('invoice')}").text


def test_a_months_report_tells_what_shipped_by_its_end_and_whom_to_tell(company: Engine) -> None:
    content = publish_report(company, "2026-10", AFTER, "USD").content
    (shipped,) = content["shipped"]
    assert (shipped["label"], shipped["feature"]["feature_id"], shipped["outcome"], shipped["silent"]) == ("export trouble", "bulk", "fell", 6)
    assert "asker_ids" not in shipped
    for text in (render_html(content), render_markdown(content)):
        assert "What shipped, did it help, and whom to tell" in text
        assert "6 have not raised it since" in text
    june = publish_report(company, "2026-06", AFTER, "USD").content
    assert [(r["outcome"], r["days"], r["askers"], r["silent"]) for r in june["shipped"]] == [("unclear", 30, 8, 8)]  # 8 and then 0 in a month
    assert june["shipped"][0]["periods"]["after"]["until"] == "2026-07-01T00:00:00Z"
    assert publish_report(company, "2026-05", AFTER, "USD").content["shipped"] == []


def test_a_report_stored_before_there_was_such_a_part_reads_as_it_did(company: Engine) -> None:
    content = dict(publish_report(company, "2026-10", AFTER, "USD").content)
    del content["shipped"]
    for text in (render_html(content), render_markdown(content)):
        assert "What shipped" not in text
        assert "Kept apart" in text
