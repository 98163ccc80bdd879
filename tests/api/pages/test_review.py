"""The business review's page, and the list of reports."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, item, publish
from tests.api.pages.conftest import sign_in
from voc.usecases.feedback.import_rows import import_rows

ACCOUNT = account_key("A-1")
PAGE = f"/accounts/{ACCOUNT}/review"


@pytest.fixture(autouse=True)
def company(engine: Engine, published: str) -> None:
    evil = [item("evil", "<script>alert(1)</script> the export </bdi> fails", "A-1", day="2026-09-20")]
    import_rows(engine, "feedback", evil, reporting_currency="USD")
    publish(engine, 2)


def test_it_is_read_approved_frozen_and_taken_along(browser: TestClient) -> None:
    page = browser.get(PAGE, params={"quarter": "2026-Q3"}).text
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    assert "Still open" in page and "Health, and why" in page
    form = {"csrf": token[1], "version": "1", "quarter": "2026-Q3"}
    assert browser.post(f"{PAGE}/freeze", data=form).status_code == 409
    for act in ("approve", "freeze"):
        assert browser.post(f"{PAGE}/{act}", data=form).headers["location"] == f"{PAGE}?quarter=2026-Q3"
    assert "Fingerprint" in browser.get(PAGE, params={"quarter": "2026-Q3"}).text
    for name in ("html", "md", "json"):
        file = browser.get(f"{PAGE}/file.{name}", params={"quarter": "2026-Q3"})
        assert file.headers["content-disposition"] == f'attachment; filename="business-review-2026-Q3.{name}"'
    assert re.search(r"2026-Q3</a></th><td><bdi>Alder</bdi></td><td>frozen", browser.get("/reports").text)
    assert browser.post(f"{PAGE}/restate", data={**form, "reason": "late"}).headers["location"] == f"{PAGE}?quarter=2026-Q3&version=2"
    second = browser.get(PAGE, params={"quarter": "2026-Q3", "version": "2"}).text
    assert "a restatement" in second
    assert browser.get(PAGE, params={"quarter": "2026-Q3", "version": "9"}).status_code == 404
    assert browser.get(PAGE, params={"version": "x"}).status_code == 422


def test_hostile_words_stay_words(browser: TestClient) -> None:
    for address in (PAGE, f"{PAGE}/file.html"):
        page = browser.get(address, params={"quarter": "2026-Q3"}).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; the export &lt;/bdi&gt; fails" in page


def test_a_theme_of_few_accounts_is_not_named_in_it(browser: TestClient, engine: Engine) -> None:
    page = browser.get(f"/accounts/{account_key('A-4')}/review", params={"quarter": "2026-Q4"}).text
    assert "A point of its own" in page
    assert "login trouble" not in page


def test_who_may_not_approve_sees_no_button(app: FastAPI, engine: Engine) -> None:
    leader = sign_in(app, engine, "leadership")
    page = leader.get(PAGE).text
    assert "Approve these figures" not in page
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    assert leader.post(f"{PAGE}/approve", data={"csrf": token[1], "quarter": "2026-Q3"}).status_code == 403


def test_an_account_that_is_not_known_has_none(browser: TestClient) -> None:
    assert browser.get("/accounts/acc_x/review").status_code == 404
    assert browser.get(PAGE, params={"quarter": "2030-Q1"}).status_code == 422
