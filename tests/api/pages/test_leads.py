"""Leads on the pages: the list, the theme's section, the account's."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import ACCOUNTS, account_key, theme_id
from tests.matched import add_feature, match
from voc.usecases.feedback.import_rows import import_rows

PLANS = {"A-1": "Enterprise", "A-2": "Team", "A-3": "Team", "A-4": "Team", "A-5": "Team"}


@pytest.fixture
def matched(engine: Engine, published: str) -> None:
    rows = [{**a, "plan": PLANS[str(a["account_id"])]} for a in ACCOUNTS]
    assert all(r.error is None for r in import_rows(engine, "accounts", rows, reporting_currency="USD"))
    add_feature(engine, "bulk <b>", "Enterprise", url="https://us.example/bulk?a=1&b=2")
    match(engine, theme_id("export"), "bulk <b>")


@pytest.mark.usefixtures("matched")
def test_the_list_says_who_asks_for_what_and_opens_the_words(browser: TestClient) -> None:
    page = browser.get("/leads").text
    assert "2 leads: customers that ask" in page
    assert "they may bring $0 a year, an account counted once; 2 accounts have too few like them to measure by." in page
    assert f'href="/quotes?theme={theme_id("export")}&amp;account={account_key("A-3")}"' in page
    assert "The bulk &lt;b&gt;" in page
    assert 'href="https://us.example/bulk?a=1&amp;b=2" rel="noreferrer nofollow noopener"' in page
    assert 'href="/leads" aria-current="page"' in page
    assert "1 lead under these filters" in browser.get("/leads?segment=smb").text
    assert "No lead fits these filters" in browser.get("/leads?owner=nobody").text


@pytest.mark.usefixtures("matched")
def test_a_theme_and_an_account_show_theirs(browser: TestClient) -> None:
    page = browser.get(f"/themes/{theme_id('export')}").text
    section = page[page.index('id="leads"') : page.index('id="quotes"')]
    assert "2 customers ask from a lower plan" in section
    assert "1 have it already" in section and "Alder" in section
    account = browser.get(f"/accounts/{account_key('A-2')}").text
    assert "Already in a higher plan" in account
    assert "$100k is the median ARR of the one customer on Enterprise, less the $50k that this account pays" in account
    assert "Already in a higher plan" not in browser.get(f"/accounts/{account_key('A-1')}").text


def test_without_a_match_there_is_no_section_and_the_list_says_what_to_do(browser: TestClient, published: str) -> None:
    assert 'id="leads"' not in browser.get(f"/themes/{theme_id('export')}").text
    assert "voc import catalogue catalogue.csv" in browser.get("/leads").text
