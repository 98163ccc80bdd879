import re
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.pages.conftest import sign_in
from voc.db.session import transaction
from voc.usecases.people.sign_in import create_sign_in_link

PAGES = ("/", "/themes", "/themes/thm_x", "/quotes", "/accounts", "/accounts/acc_x", "/reports", "/reports/2026-10", "/reports/2026-10/file.html")


@pytest.mark.parametrize("page", PAGES)
def test_without_a_session_every_page_leads_to_the_sign_in(anonymous: TestClient, page: str) -> None:
    response = anonymous.get(page, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/sign-in")


def test_after_signing_in_one_is_where_one_wanted_to_be(anonymous: TestClient, keys: dict[str, str]) -> None:
    form = anonymous.get("/accounts?sort=health")
    assert form.url.path == "/sign-in"
    wanted = re.search(r'name="next" value="([^"]+)"', form.text)
    assert wanted is not None
    response = anonymous.post("/sign-in", data={"key": keys["csm"], "next": wanted[1]}, follow_redirects=False)
    assert response.headers["location"] == "/accounts?sort=health"
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize("evil", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in?token=x", "/a\nb"])
def test_signing_in_never_leads_elsewhere(anonymous: TestClient, keys: dict[str, str], evil: str) -> None:
    response = anonymous.post("/sign-in", data={"key": keys["pm"], "next": evil}, follow_redirects=False)
    assert response.headers["location"] == "/themes"


def test_a_wrong_key_is_told_and_never_shown_again(anonymous: TestClient) -> None:
    response = anonymous.post("/sign-in", data={"key": "voc_wrong<script>"})
    assert response.status_code == 401
    assert "opens nothing" in response.text
    assert "voc_wrong" not in response.text


def test_a_link_signs_in_once(app: FastAPI, engine: Engine) -> None:
    with transaction(engine) as session:
        token = create_sign_in_link(session, "pm", "Ada", datetime.now(UTC))
    codes = [TestClient(app, follow_redirects=False).get("/sign-in", params={"token": token}).status_code for _ in range(2)]
    assert codes == [303, 401]


def test_signing_out_needs_the_forms_token_and_ends_the_session(browser: TestClient) -> None:
    assert browser.post("/sign-out", data={"csrf": "x"}).status_code == 403
    token = re.search(r'name="csrf" value="(\w+)"', browser.get("/themes").text)
    assert token is not None
    kept = browser.cookies["voc_session"]
    assert browser.post("/sign-out", data={"csrf": token[1]}).status_code == 303
    browser.cookies.set("voc_session", kept)
    assert browser.get("/themes").status_code == 303


def test_another_sites_form_is_refused(anonymous: TestClient, keys: dict[str, str]) -> None:
    response = anonymous.post("/sign-in", data={"key": keys["pm"]}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


def test_approving_needs_a_role_that_approves(app: FastAPI, engine: Engine, published: str) -> None:
    leader = sign_in(app, engine, "leadership")
    page = leader.get("/reports/2026-10").text
    assert "Approve these figures" not in page
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    assert leader.post("/reports/2026-10/approve", data={"csrf": token[1]}).status_code == 403
    assert leader.get("/reports").status_code == 200


def test_pages_are_kept_by_no_cache_and_run_no_inline_script(browser: TestClient, published: str) -> None:
    response = browser.get("/themes")
    assert "no-store" in response.headers["cache-control"]
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert not re.search(r"<script>|<script [^>]*>[^<]|\son\w+=\"|style=\"", response.text)


def test_static_files_are_served_and_asked_for_again(anonymous: TestClient) -> None:
    for name in ("app.css", "report.css", "keys.js"):
        response = anonymous.get(f"/static/{name}")
        assert response.status_code == 200
        assert anonymous.get(f"/static/{name}", headers={"if-none-match": response.headers["etag"]}).status_code == 304
    assert anonymous.get("/static/..%2fpages%2faccess.py").status_code == 404
