"""A real server and Debian's chromium: the pages as a person meets them."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine

from tests.serving import serve
from voc.db.session import transaction
from voc.settings import Settings
from voc.usecases.people.sign_in import create_sign_in_link
from voc_api.main import create_app

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        reason = f"there is no {CHROMIUM}: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("VOC_REQUIRE_SERVICES") == "1" else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def engine(sqlite_engine: Engine, empty_tables: Callable[[Engine], None]) -> Engine:
    """SQLite alone: what the database says is tested without a browser."""
    empty_tables(sqlite_engine)
    return sqlite_engine


@pytest.fixture
def address(engine: Engine, tmp_path: Path) -> Iterator[str]:
    """Where a server listens."""
    settings = Settings(
        _env_file=None,
        database_url=engine.url.render_as_string(hide_password=False),
        data_dir=tmp_path / "data",
        secret_key="only for tests",
        allowed_hosts="127.0.0.1",
        broker_url="",
    )
    with serve(create_app(settings)) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A tab in which a script's error or a dialog fails the test."""
    context = chromium.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    yield tab
    context.close()
    assert troubles == []


@pytest.fixture
def link(engine: Engine) -> str:
    """The path of a one-time link."""
    with transaction(engine) as session:
        return f"/sign-in?token={create_sign_in_link(session, 'pm', 'Nadia', datetime.now(UTC))}"
