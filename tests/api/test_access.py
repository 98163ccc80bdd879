"""The matrix: every address of the service by every role."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.pages.conftest import sign_in
from voc.domain.roles import MAY, Action, Role
from voc.settings import Settings
from voc_api import pages
from voc_api.access import ACCESS
from voc_api.auth import SESSION_COOKIE, csrf_token
from voc_api.routes import ROUTERS

GUARDED = {address: action for address, action in ACCESS.items() if action is not None}
CHANGES = [address for address in GUARDED if not address.startswith("GET ")]


@pytest.fixture
def engine(sqlite_engine: Engine, empty_tables: Any) -> Engine:
    """Who may does not depend on the database."""
    empty_tables(sqlite_engine)
    return sqlite_engine


def addresses(router: Any) -> Iterator[str]:
    for route in router.routes:
        if inner := getattr(route, "original_router", None):
            yield from addresses(inner)
        else:
            yield from (f"{method} {route.path}" for method in route.methods)


def ask(client: TestClient, address: str, **more: Any) -> Any:
    method, path = address.split(" ")
    path = re.sub(r"\{form\}", "html", path)
    return client.request(method, re.sub(r"\{\w+\}", "none", path), follow_redirects=False, **more)


def test_every_address_stands_in_the_table_and_nothing_else_does() -> None:
    there = {address for router in (*ROUTERS, pages.router) for address in addresses(router)}
    assert there | {"GET /api/v1/openapi.json"} == set(ACCESS)


def test_only_these_are_open_to_everybody() -> None:
    assert {address for address, action in ACCESS.items() if action is None} == {
        "GET /healthz", "GET /readyz", "GET /metrics", "GET /api/v1/openapi.json",
        "GET /sign-in", "POST /sign-in", "GET /sign-in/provider", "GET /sign-in/provider/done", "GET /invitation", "POST /invitation", "GET /static/{name}",
    }  # fmt: skip


@pytest.mark.parametrize("address", sorted(GUARDED))
def test_nobody_gets_in_without_signing_in(anonymous: TestClient, address: str) -> None:
    answer = ask(anonymous, address)
    if "/api/" in address:
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_where_its_actions_are(app: FastAPI, settings: Settings, engine: Engine, role: Role) -> None:
    let_in = {}
    reader = sign_in(app, engine, role)
    for address in sorted(GUARDED):
        client = reader if address.startswith("GET ") else sign_in(app, engine, role)  # a change may end the session
        token = csrf_token(settings.signing_key(), client.cookies[SESSION_COOKIE])
        answer = ask(client, address, headers={"X-CSRF-Token": token})
        assert answer.status_code != 401, address
        let_in[address] = answer.status_code != 403
    assert reader.get("/themes").status_code == 200, "the session holds to the end"
    assert let_in == {address: role in MAY[action] for address, action in GUARDED.items()}


@pytest.mark.parametrize("address", sorted(CHANGES))
def test_no_change_by_a_cookie_goes_through_without_the_sessions_token(app: FastAPI, engine: Engine, address: str) -> None:
    client = sign_in(app, engine, "admin")
    for given in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": csrf_token("only for tests", "another session")}):
        assert ask(client, address, headers=given).status_code == 403


def test_leadership_changes_nothing_but_its_own_views() -> None:
    assert {action for action in Action if Role.LEADERSHIP in MAY[action]} == {Action.READ, Action.KEEP_VIEWS}


def test_an_address_in_no_line_is_refused(app: FastAPI, engine: Engine) -> None:
    @app.get("/forgotten")
    def forgotten() -> None: ...

    client = sign_in(app, engine, "admin")
    assert client.get("/forgotten").status_code == 403
