"""How requests use the database: one connection at a time, each thing read once, and a clear answer where there is no connection left."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from tests.api.company import account_key, theme_id
from tests.api.pages.conftest import sign_in
from tests.serving import serve
from voc.db.changes import list_begun
from voc.db.jobs import add_job
from voc.db.kept import forget_kept
from voc.db.session import transaction
from voc.domain.changes import IMPORTING
from voc.domain.feedback import feedback_id
from voc.settings import Settings
from voc_api.access import ACCESS
from voc_api.limiter import Limiter
from voc_api.main import create_app

EXPORT, LOGIN = theme_id("export"), theme_id("login")
ASKED = {
    "/search": "?q=export",
    "/api/v1/search": "?q=export",
    "/compare": f"?theme={EXPORT}&theme={LOGIN}",
    "/api/v1/compare": f"?theme={EXPORT},{LOGIN}",
    "/merge": f"?theme={EXPORT}&theme={LOGIN}",
    "/themes": "?segment=enterprise",
    "/accounts/{account_id}/review": "?quarter=2026-Q3",
    "/api/v1/accounts/{account_id}/review": "?quarter=2026-Q3",
}
READS = sorted(address.removeprefix("GET ") for address, action in ACCESS.items() if address.startswith("GET ") and action is not None)


class Watch:
    """The statements of a request, and how many connections it held at most."""

    def __init__(self) -> None:
        self.statements: Counter[tuple[str, str]] = Counter()
        self.held = self.most = 0

    def run(self, connection: object, cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            self.statements[statement, repr(parameters)] += 1

    def take(self, *_: object) -> None:
        self.held += 1
        self.most = max(self.most, self.held)

    def give(self, *_: object) -> None:
        self.held -= 1


@contextmanager
def watched(engine: Engine) -> Iterator[Watch]:
    watch = Watch()
    for name, listener in (("before_cursor_execute", watch.run), ("checkout", watch.take), ("checkin", watch.give)):
        event.listen(engine, name, listener)
    yield watch
    for name, listener in (("before_cursor_execute", watch.run), ("checkout", watch.take), ("checkin", watch.give)):
        event.remove(engine, name, listener)


@pytest.mark.usefixtures("published")
def test_every_read_uses_one_connection_and_asks_for_nothing_twice(app: FastAPI, engine: Engine) -> None:
    with transaction(engine) as session:
        job_id = add_job(session, "refresh", {}, datetime.now(UTC))
        import_id = list_begun(session, IMPORTING, 1)[0][1].id
    names = {"theme_id": EXPORT, "account_id": account_key("A-1"), "feedback_id": feedback_id("zendesk", "0"), "job_id": job_id, "month": "2026-10"}
    names |= {"report_id": "rep_x", "user_id": "usr_x", "snippet_id": "snp_x", "form": "html", "name": "x", "import_id": import_id}
    admin = sign_in(app, engine, "admin")
    answered = 0
    for path in READS:
        forget_kept()
        with watched(app.state.services.engine) as watch:
            answered += admin.get(path.format(**names) + ASKED.get(path, "")).status_code == 200
        assert watch.most <= 1, path
        assert [statement for statement, times in watch.statements.items() if times > 1] == [], path
    assert answered > 60


@pytest.mark.usefixtures("published")
def test_more_pages_at_once_than_connections_are_all_answered(settings: Settings, keys: dict[str, str]) -> None:
    few = settings.model_copy(update={"database_connections": 2, "allowed_hosts": "127.0.0.1"})
    with serve(create_app(few)) as address, httpx.Client(base_url=address, timeout=60, limits=httpx.Limits(max_connections=30)) as client:
        client.post("/sign-in", data={"key": keys["pm"]})
        with ThreadPoolExecutor(30) as pool:
            answers = list(pool.map(lambda _: client.get("/themes"), range(30)))
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.usefixtures("published")
def test_who_finds_no_connection_is_told_when_to_come_back(app: FastAPI, client: TestClient, browser: TestClient) -> None:
    def refuse() -> None:
        app.state.services.places = Limiter(0, 0.01)

    refuse()
    answer = client.get("/api/v1/themes")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "try again" in answer.json()["detail"]
    refuse()
    page = browser.get("/themes")
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert "<h1" in page.text and "try again" in page.text
    assert client.get("/healthz").status_code == 200
    assert "voc_database_up 1.0" in client.get("/metrics").text


@pytest.fixture
def browser(app: FastAPI, engine: Engine) -> Any:
    return sign_in(app, engine, "pm")
