"""Health on the pages: a person's word by a form, alerts, what is known and how fresh."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key
from tests.api.pages.conftest import sign_in
from voc.db.health_alerts import add_alerts
from voc.db.session import transaction
from voc.domain.health import HealthAlert

PAGE = f"/accounts/{account_key('A-1')}"
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("published")


def form(page: str, **fields: str) -> dict[str, str]:
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    return {
        "csrf": token[1],
        "band": "at_risk",
        "reason": "<i>new boss</i>",
        "expires_on": (datetime.now(UTC).date() + timedelta(days=9)).isoformat(),
        **fields,
    }


def test_a_persons_word_is_given_and_withdrawn_on_the_accounts_page(browser: TestClient) -> None:
    before = browser.get(PAGE).text
    assert browser.post(f"{PAGE}/health/override", data=form(before, csrf="forged")).status_code == 403
    answer = browser.post(f"{PAGE}/health/override", data=form(before))
    assert answer.status_code == 303 and re.fullmatch(rf"{PAGE}\?done=chg_\w+#health", answer.headers["location"])
    page = browser.get(PAGE).text
    assert "&lt;i&gt;new boss" in page
    assert "The signals say" in page
    assert '<span class="band at_risk">' in page[: page.index("</h1>")]
    assert "says <bdi>Some pm" in browser.get("/accounts?band=at_risk").text
    assert browser.post(f"{PAGE}/health/override/withdrawal", data=form(page)).status_code == 303
    assert "The signals say" not in browser.get(PAGE).text
    assert browser.post(f"{PAGE}/health/override", data=form(page, reason=" ")).status_code == 422


def test_leadership_sees_no_form_and_may_not_post_one(app: FastAPI, engine: Engine) -> None:
    leader = sign_in(app, engine, "leadership")
    page = leader.get(PAGE).text
    assert "Say otherwise" not in page
    assert leader.post(f"{PAGE}/health/override", data=form(page)).status_code == 403


def test_each_signal_says_whether_it_is_known_and_opens_its_quotes(browser: TestClient) -> None:
    page = browser.get(PAGE).text
    health = page[page.index('id="health"') : page.index('id="quotes"')]
    assert health.count('<tr class="missing">') > 3
    assert 'class="state">unknown' in health
    assert "the export dies after ten minutes" in health[health.index("<details>") : health.index("</details>")]
    assert "30 days ago" in health


def test_an_alert_stands_on_the_page_and_the_timeline(browser: TestClient, engine: Engine) -> None:
    alert = HealthAlert(account_key("A-1"), "to_watch", date(2026, 10, 9), NOW, 52.1, "watch", 64.0, "healthy", ("seats: fewer <b>",))
    with transaction(engine) as session:
        add_alerts(session, [alert], "run_x", NOW)
    page = browser.get(PAGE).text
    assert page.count("Fell to watch") == 2
    assert "64.0 to 52.1" in page
    assert "fewer &lt;b&gt;" in page


def test_filters_of_growth_live_in_the_address(browser: TestClient) -> None:
    assert "No account fits" in browser.get("/accounts?advocate=true").text
    assert "5 accounts under these filters" in browser.get("/accounts?expansion=false").text
    assert browser.get("/accounts?advocate=perhaps").status_code == 422
