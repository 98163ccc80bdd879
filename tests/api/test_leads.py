"""Leads over the API, from the published verdicts to the accounts and their snippets."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from tests.api.company import ACCOUNTS, account_key, import_company, publish, theme_id
from tests.matched import add_feature, match
from voc.db.session import transaction
from voc.db.tables import RunRow
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas

PLANS = {"A-1": "Enterprise", "A-2": "Team", "A-3": "Starter", "A-4": "Team", "A-5": "Business"}


@pytest.fixture
def company(engine: Engine) -> Engine:
    """Plans by ARR: Starter 7,000, Business 12,000, Team the median of 50,000.50 and 900, Enterprise 100,000."""
    import_company(engine)
    import_rows(engine, "accounts", [{**a, "plan": PLANS[str(a["account_id"])]} for a in ACCOUNTS], reporting_currency="USD")
    publish(engine)
    add_feature(engine, "bulk-export", "Enterprise", url="https://us.example/bulk")
    add_feature(engine, "sso", "Enterprise", status="beta")
    match(engine, theme_id("export"), "bulk-export")
    match(engine, theme_id("login"), "sso", "released")
    return engine


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(leads: Any) -> list[tuple[str, str]]:
    return [(lead["account_id"], lead["feature"]["feature_id"]) for lead in leads]


@pytest.mark.usefixtures("company")
def test_leads_come_with_what_they_may_bring_and_what_they_said(client: TestClient) -> None:
    page = get(client, "/leads")
    schemas.Page[schemas.Lead].model_validate(page)
    assert said(page["data"]) == [("A-4", "sso"), ("A-3", "bulk-export"), ("A-5", "sso"), ("A-2", "bulk-export")]
    birch = page["data"][3]
    assert (birch["plan"], birch["plan_needed"], birch["owner"], birch["renews_on"]) == ("Team", "Enterprise", "ana.lima@example.com", "2026-12-01")
    assert birch["potential"] == {"amount": "49999.50", "currency": "USD"}
    assert birch["potential_why"] == "$100k is the median ARR of the one customer on Enterprise, less the $50k that this account pays"
    assert birch["themes"] == [{"id": theme_id("export"), "label": "export trouble", "mentions": 1}]
    quotes = get(client, f"/themes/{theme_id('export')}/snippets", account=account_key("A-2"))["data"]
    assert [q["id"] for q in quotes] == birch["snippet_ids"]


@pytest.mark.usefixtures("company")
def test_filters_narrow_and_pages_go_on_where_the_last_one_ended(client: TestClient) -> None:
    assert said(get(client, "/leads", segment="smb")["data"]) == [("A-4", "sso"), ("A-3", "bulk-export")]
    assert len(get(client, "/leads", plan="enterprise,Team")["data"]) == 4
    assert get(client, "/leads", plan="Team")["data"] == get(client, "/leads", owner="nobody@us.example")["data"] == []
    first = get(client, "/leads", limit=3)
    rest = get(client, "/leads", limit=3, cursor=first["next_cursor"])
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert first["data"] + rest["data"] == get(client, "/leads")["data"]
    assert client.get("/api/v1/leads?colour=red").status_code == 422


@pytest.mark.usefixtures("company")
def test_a_theme_tells_leads_from_those_that_have_it(client: TestClient) -> None:
    found = get(client, f"/themes/{theme_id('export')}/leads")
    schemas.ThemeLeads.model_validate(found)
    assert said(found["leads"]) == [("A-3", "bulk-export"), ("A-2", "bulk-export")]
    assert [(one["account_id"], one["mentions"]) for one in found["education"]] == [("A-1", 2)]
    assert (found["unplaced"], found["unknown_potential"], found["potential"]["amount"]) == ([], 2, "0.00")  # too few of their segments to measure by
    assert found["ladder"] == ["Starter", "Business", "Team", "Enterprise"]
    none = get(client, f"/themes/{theme_id('invoice')}/leads")
    schemas.ThemeLeads.model_validate(none)
    assert (none["feature"], none["leads"], none["education"], none["potential"]["amount"]) == (None, [], [], "0.00")
    assert client.get("/api/v1/themes/thm_none/leads").status_code == 404


def test_the_plans_that_a_run_was_begun_with_are_the_ladder(client: TestClient, company: Engine, engine: Engine) -> None:
    with transaction(engine) as session:
        settings = {"reporting_currency": "USD", "window_days": 365, "plans": "Enterprise,Starter,Team"}
        session.execute(update(RunRow).values(settings=settings))
    found = get(client, f"/themes/{theme_id('export')}/leads")
    assert (found["leads"], sorted(one["account_id"] for one in found["education"])) == ([], ["A-1", "A-2", "A-3"])
    found = get(client, f"/themes/{theme_id('login')}/leads")
    assert [one["account_id"] for one in found["unplaced"]] == ["A-5"]


@pytest.mark.parametrize(("feature", "verdict"), [("bulk-export", "gap"), ("bulk-export", "problem"), (None, "released"), ("x", "released")])
def test_other_verdicts_and_features_that_are_gone_make_no_lead(client: TestClient, company: Engine, feature: str | None, verdict: str) -> None:
    match(company, theme_id("export"), feature, verdict)
    assert said(get(client, "/leads")["data"]) == [("A-4", "sso"), ("A-5", "sso")]


def test_an_account_that_asks_in_two_themes_of_one_feature_is_one_lead(client: TestClient, company: Engine) -> None:
    match(company, theme_id("invoice"), "bulk-export")
    (birch,) = (lead for lead in get(client, "/leads")["data"] if lead["account_id"] == "A-2")
    assert birch["mentions"] == len(birch["snippet_ids"]) == 2
    assert {t["id"] for t in birch["themes"]} == {theme_id("export"), theme_id("invoice")}
