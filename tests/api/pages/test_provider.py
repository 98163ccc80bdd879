"""Signing in at a real identity provider, which runs beside the test."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from oidc_provider_mock import User as ProvidersUser
from oidc_provider_mock import run_server_in_thread
from sqlalchemy import Engine

from tests.api.conftest import NOW
from voc.db.session import reading, transaction
from voc.db.users import find_user
from voc.settings import Settings
from voc.usecases.people.add_user import add_user
from voc.usecases.people.edit_user import edit_user
from voc_api.main import create_app

PEOPLE = [
    ProvidersUser(sub="ana", claims={"email": "Ana@example.com", "email_verified": True, "name": "Ana Lima"}),
    ProvidersUser(sub="other-ana", claims={"email": "ana@example.com", "email_verified": True, "name": "Another"}),
    ProvidersUser(sub="bob", claims={"email": "bob@example.com", "email_verified": False, "name": "Bob"}),
    ProvidersUser(sub="nobody", claims={}),
    ProvidersUser(sub="new", claims={"email": "new@welcome.example", "email_verified": True, "name": "New Person"}),
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provided(settings: Settings, issuer: str) -> Settings:
    facts = {"oidc_issuer": issuer, "oidc_client_id": "voc", "oidc_client_secret": "secret", "base_url": "http://testserver", "oidc_name": "Example <ID>"}
    return Settings(_env_file=None, **{**settings.model_dump(), **facts})


@pytest.fixture
def browser(provided: Settings) -> Iterator[TestClient]:
    app = create_app(provided)
    yield TestClient(app, follow_redirects=False)
    app.state.services.engine.dispose()


def go(browser: TestClient, sub: str, next: str = "/accounts", **data: str) -> Any:
    """To the provider, as this person there, and back with its answer."""
    there = browser.get("/sign-in/provider", params={"next": next})
    assert there.status_code == 303
    back = httpx.post(there.headers["location"], data={"sub": sub, **data})
    return browser.get(back.headers["location"])


def add(engine: Engine, email: str = "ana@example.com") -> str:
    with transaction(engine) as session:
        return add_user(session, email, "Ana", "pm", NOW).id


def test_whom_an_admin_added_is_signed_in_and_linked_for_good(browser: TestClient, engine: Engine, issuer: str) -> None:
    user_id = add(engine)
    answer = go(browser, "ana")
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts")
    assert "<bdi>Ana</bdi> <small>pm</small>" in browser.get("/themes").text
    with reading(engine) as session:
        found = find_user(session, subject=f"{issuer}|ana")
    assert found is not None and found.id == user_id
    refused = go(browser, "other-ana")
    assert refused.status_code == 401
    assert "as somebody else" in refused.text


def test_the_sign_in_page_offers_it_by_its_name(browser: TestClient, anonymous: TestClient) -> None:
    assert "Sign in with Example &lt;ID&gt;" in browser.get("/sign-in").text
    assert "/sign-in/provider" not in anonymous.get("/sign-in").text
    assert anonymous.get("/sign-in/provider").status_code == 404


@pytest.mark.parametrize(("sub", "words"), [("bob", "no verified e-mail"), ("nobody", "no verified e-mail"), ("ana", "ask an admin to add you")])
def test_whom_nobody_added_stays_out(browser: TestClient, engine: Engine, sub: str, words: str) -> None:
    if sub == "bob":
        add(engine, "bob@example.com")
    refused = go(browser, sub)
    assert refused.status_code == 401
    assert words in refused.text
    assert browser.get("/themes").status_code == 303


def test_who_may_not_sign_in_any_more_stays_out(browser: TestClient, engine: Engine) -> None:
    user_id = add(engine)
    with transaction(engine) as session:
        add_user(session, "boss@example.com", "Boss", "admin", NOW)
        edit_user(session, user_id, {"active": False}, NOW)
    assert "may not sign in any more" in go(browser, "ana").text


def test_people_of_a_welcome_domain_come_in_the_role_that_is_set(provided: Settings, engine: Engine) -> None:
    app = create_app(
        Settings(_env_file=None, **{**provided.model_dump(), "oidc_welcome_role": "leadership", "oidc_welcome_domains": "Welcome.example, b.example"})
    )
    browser = TestClient(app, follow_redirects=False)
    assert go(browser, "new").status_code == 303
    assert "<bdi>New Person</bdi> <small>leadership</small>" in browser.get("/themes").text
    assert go(browser, "ana").status_code == 401
    app.state.services.engine.dispose()


def test_signing_in_there_never_leads_elsewhere(browser: TestClient, engine: Engine) -> None:
    add(engine)
    assert go(browser, "ana", "https://evil.example/").headers["location"] == "/themes"


def test_an_answer_for_another_browser_or_another_time_is_refused(browser: TestClient, engine: Engine) -> None:
    add(engine)
    there = browser.get("/sign-in/provider")
    address = httpx.post(there.headers["location"], data={"sub": "ana"}).headers["location"]
    kept = browser.cookies["voc_provider"]
    browser.cookies.clear()
    assert browser.get(address).status_code == 401  # an answer that somebody else's browser brings
    browser.get("/sign-in/provider")
    assert browser.get(address).status_code == 401  # the answer to another question
    browser.cookies.clear()
    browser.cookies.set("voc_provider", kept[:-2] + "xx", path="/sign-in/provider")
    assert browser.get(address).status_code == 401  # what the browser keeps is signed
    assert browser.get("/themes").status_code == 303


def test_the_request_asks_for_a_code_with_state_nonce_and_a_challenge(browser: TestClient) -> None:
    asked = parse_qs(urlsplit(browser.get("/sign-in/provider").headers["location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    again = parse_qs(urlsplit(browser.get("/sign-in/provider").headers["location"]).query)
    assert not any(asked[name] == again[name] for name in ("state", "nonce", "code_challenge"))


def test_who_says_no_there_is_told_here(browser: TestClient) -> None:
    refused = go(browser, "ana", action="deny")
    assert refused.status_code == 401
    assert "did not sign you in" in refused.text


@pytest.mark.parametrize("wrong", [{"oidc_issuer": "http://localhost:9"}, {"oidc_issuer": "{issuer}/"}])
def test_a_provider_that_is_not_there_or_another_is_told(provided: Settings, issuer: str, wrong: dict[str, str]) -> None:
    facts = {name: value.format(issuer=issuer) for name, value in wrong.items()}
    app = create_app(Settings(_env_file=None, **{**provided.model_dump(), **facts}))
    answer = TestClient(app, follow_redirects=False).get("/sign-in/provider")
    assert answer.status_code == 503
    assert "identity provider" in answer.text
    app.state.services.engine.dispose()
