"""The pages of retention and silence, and what they lead to."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, publish, theme_id
from voc.usecases.feedback.import_rows import import_rows

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def past(engine: Engine, published: str) -> None:
    """Alder grew, Cedar left after it spoke of login."""
    changes = [("A-1", "80000", "2025-01-01", "new"), ("A-1", "100000", "2026-03-01", "expansion"), ("A-3", "7000", "2025-01-01", "new")]
    changes += [("A-3", "0", "2026-03-01", "churn"), ("A-5", "12000", "2025-01-01", "new")]
    rows = [{"account_id": a, "arr": arr, "effective_on": day, "reason": reason, "currency": "USD"} for a, arr, day, reason in changes]
    import_rows(engine, "arr", rows, reporting_currency="USD")
    early = {"source": "zendesk", "external_id": "early", "kind": "ticket", "occurred_at": "2026-02-01", "text": "login fails", "account_id": "A-3"}
    import_rows(engine, "feedback", [early], reporting_currency="USD")
    publish(engine, 2)


@pytest.mark.usefixtures("past")
def test_the_page_shows_what_the_api_says_and_opens_the_accounts_of_a_row(browser: TestClient, client: TestClient) -> None:
    year = client.get("/api/v1/retention").json()["twelve_months"]
    page = browser.get("/retention").text
    assert f"{year['nrr']:.1%}" in page
    assert f"{year['grr']:.1%}" in page
    assert '<svg class="trend" role="img" aria-label="NRR: ' in page
    (link,) = set(re.findall(r'href="(/retention\?[^"]*key=2026-03[^"]*)"', page))
    opened = browser.get(link.replace("&amp;", "&")).text
    assert f'<a href="/accounts/{account_key("A-3")}?type=arr" data-open><bdi>Cedar</bdi></a>' in opened
    assert "Accounts whose ARR moved: <bdi>2026-03</bdi>" in opened
    assert account_key("A-5") not in opened


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize(
    "address", ["/retention?by=segment", "/retention?by=cohort&since=2026-01-01", "/retention?by=segment&key=smb", "/silence?since=2026-06-01"]
)
def test_each_view_is_an_address(browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/retention?by=week",
        "/retention?since=soon",
        "/silence?until=2199-01-01",
        "/themes?corrected=luck",
        "/themes?until=2199-01-01",
        "/themes?since=2026-02-01&until=2026-01-01",
    ],
)
def test_an_address_that_cannot_be_read_is_told_in_words(browser: TestClient, address: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, "That cannot be read" in answer.text) == (422, True)


def test_without_a_history_the_page_says_what_to_do(browser: TestClient) -> None:
    assert "voc import arr arr.csv" in browser.get("/retention").text


def test_silence_opens_the_quotes_and_accounts_behind_its_rows(browser: TestClient) -> None:
    page = browser.get("/silence").text
    assert "5 of 5 accounts" in page
    for link in re.findall(r'<th scope="row"><a href="([^"]+)"', page):
        assert browser.get(link.replace("&amp;", "&")).status_code == 200
    assert "/quotes?source=gong&amp;kind=call_note&amp;since=2025-10-31&amp;until=2026-10-31" in page


@pytest.mark.usefixtures("past")
def test_a_theme_tells_what_became_of_its_accounts_with_the_accounts(browser: TestClient) -> None:
    page = browser.get(f"/themes/{theme_id('login')}").text
    section = page[page.index('id="retention"') : page.index('id="quotes"')]
    assert "Too few to say, some " in section
    assert "1 of 1 accounts left or shrank within 180 days of raising it, 100%" in section
    assert f'<a href="/accounts/{account_key("A-3")}?type=arr"><bdi>Cedar</bdi></a> <strong>left or shrank</strong>' in section
    assert "It is an association, no cause" in section


def test_the_pages_are_in_the_navigation(browser: TestClient) -> None:
    page = browser.get("/silence").text
    assert '<a href="/retention">Retention</a>' in page
    assert '<a href="/silence" aria-current="page">Silence</a>' in page


def test_corrected_ranks_say_so(browser: TestClient) -> None:
    assert 'corrected for <a href="/silence">who was heard</a>' in browser.get("/themes?corrected=coverage").text
    assert "corrected for <a" not in browser.get("/themes").text
