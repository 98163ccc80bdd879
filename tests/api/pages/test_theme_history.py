"""What a theme's page tells of merges and dismissals."""

import re
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import publish, theme_id
from tests.api.pages.conftest import sign_in

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def merged(client: TestClient, engine: Engine) -> str:
    """The id of the merge of the exports into the logins, which a run has applied."""
    publish(engine, 2, started=datetime.now(UTC))
    merge = client.post(f"/api/v1/themes/{theme_id('login')}/merges", json={"theme_ids": [theme_id("export")]}).json()["data"][0]["id"]
    publish(engine, 3, started=datetime.now(UTC), decided=True)
    return str(merge)


def test_a_theme_that_was_merged_away_leads_to_the_one_it_is_part_of(browser: TestClient, merged: str) -> None:
    answer = browser.get(f"/themes/{theme_id('export')}?segment=smb")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/themes/{theme_id('login')}?segment=smb")


def test_the_history_says_who_brought_a_theme_back(browser: TestClient, client: TestClient, engine: Engine, merged: str) -> None:
    client.delete(f"/api/v1/merges/{merged}")
    publish(engine, 4, started=datetime.now(UTC), decided=True)
    page = browser.get(f"/themes/{theme_id('export')}").text
    assert "merged into login trouble by pm: 4 of its 4 snippets" in page
    assert "brought back by pm: 4 snippets, 4 of them from login trouble" in page


def test_a_dismissed_theme_has_a_page_that_says_who_dismissed_it(app: FastAPI, engine: Engine, client: TestClient) -> None:
    client.post(f"/api/v1/themes/{theme_id('export')}/dismissals")
    page = sign_in(app, engine, "leadership").get(f"/themes/{theme_id('export')}")
    assert page.status_code == 404
    assert "pm dismissed it" in page.text


def test_a_theme_that_was_just_split_off_has_a_page(browser: TestClient, client: TestClient, engine: Engine) -> None:
    snippet = client.get(f"/api/v1/themes/{theme_id('export')}/snippets").json()["data"][0]["id"]
    made = client.post(f"/api/v1/themes/{theme_id('export')}/splits", json={"snippet_ids": [snippet], "label": "Slow exports"}).json()
    page = browser.get(f"/themes/{made['theme']['id']}")
    assert page.status_code == 200
    assert "Slow exports" in page.text
    assert "the next refresh ranks it" in page.text
    assert re.search(r"<dt>Mentions</dt><dd>1</dd>", page.text) and re.search(r"<dt>Affected ARR</dt><dd>\$[1-9]", page.text)
