"""Every page there is: nobody is shut out by how it is made, and nothing is wider than a phone. `VOC_SCREENSHOTS=folder` keeps a picture of each."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from tests.api.company import account_key, rank_company, theme_id
from tests.usecases.tools import tools_with
from voc.db.boilerplate import save_boilerplate
from voc.db.mentions import QuoteFilter, list_quotes
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.domain.boilerplate import Boilerplate
from voc.domain.deliveries import Outlets
from voc.domain.feedback import feedback_id
from voc.sources.layout import Layout
from voc.usecases.feedback.assign_domain import assign_domain
from voc.usecases.feedback.list_imports import list_imports
from voc.usecases.feedback.request_import import request_import
from voc.usecases.people.add_user import add_user
from voc.usecases.people.create_key import create_key
from voc.usecases.people.edit_settings import edit_settings
from voc.usecases.people.sign_in import create_sign_in_link
from voc.usecases.work_job import work_job
from voc_api.access import PAGES

# What nobody looks at as a page: files, parts of pages, and what leads on to another.
NO_PAGES = re.compile(r"/file\.|/static/|/progress$|^/sign-in/provider|\.csv$|/part$|^/$|^/invitation$")
UPLOAD = "0" * 32
MORE = ("/themes?scope=one_off&since=2099-01-01", "/search?q=export", "/quotes?unthemed=1", "/accounts?band=at_risk", "/nowhere/at/all",
    f"/imports/files/{UPLOAD}?kind=feedback&file=new.csv", f"/imports/files/{UPLOAD}?kind=feedback&file=new.csv&c0=source", "/settings/weights?reach=90",
)  # fmt: skip
SIGHTS = ((1440, "light"), (390, "dark"))


@pytest.fixture
def ids(engine: Engine, tmp_path: Path) -> dict[str, str]:
    """What stands for the names in addresses."""
    rank_company(engine)
    uploads = tmp_path / "data" / "uploads" / UPLOAD
    uploads.mkdir(parents=True)
    (uploads / "firms.csv").write_text("account_id,name,arr\nN-1,New,5\n")
    (uploads / "call.txt").write_text("Mia: The export dies.\nTom: I see.\nMia: Every day it does.\n")
    (uploads / "torn.pdf").write_text("%PDF-1.4")
    for name in ("new.csv", "done.csv"):
        (uploads / name).write_text("Origin,external_id,kind,occurred_at,text\nzendesk,n1,ticket,2026-10-01,dies\nzendesk,n2,ticket,soon,dies\n")
    with transaction(engine) as session:
        add_user(session, "ben@example.com", "Ben", "csm", datetime.now(UTC))
        create_key(session, "roadmap", "leadership", datetime.now(UTC))
        edit_settings(session, {"report_day": 3, "score_weights": "reach=60"}, datetime.now(UTC))
        assign_domain(session, "new.example", "A-1", datetime.now(UTC))
        save_boilerplate(session, [Boilerplate("bpl_a", "Read this", 9, 4, "a notice", feedback_id("zendesk", "0"))], datetime.now(UTC))
        job_id = request_import(session, "feedback", str(uploads / "done.csv"), datetime.now(UTC), layout=Layout({"Origin": "source"}))
    assert work_job(engine, job_id, tools_with(Outlets()))
    with reading(engine) as session:
        run = find_current_run(session)
        imported = list_imports(session, 1)[0].id
        assert run is not None
        quote = list_quotes(session, run.id, QuoteFilter(theme_id=theme_id("export")), 1)[0]
    return {
        "theme_id": theme_id("export"),
        "account_id": account_key("A-1"),
        "feedback_id": quote.feedback_id,
        "snippet_id": quote.id,
        "name": UPLOAD,
        "job_id": job_id,
        "import_id": imported,
        "month": "2026-10",
        "quarter": "2026-Q3",
    }


def paths(ids: dict[str, str]) -> list[str]:
    """Every page of the table of access, with names filled in, and what pages show when they are asked for more."""
    both = f"theme={theme_id('export')}&theme={theme_id('login')}"
    full = ("/themes/{theme_id}/split?snippet={snippet_id}", "/feedback/{feedback_id}?snippet={snippet_id}")
    more = [*MORE, f"/compare?{both}", f"/merge?{both}", *(path.format(**ids) for path in full)]
    pages = [address.removeprefix("GET ") for address in PAGES if address.startswith("GET ")]
    return [page.format(**ids) for page in pages if not NO_PAGES.search(page)] + more


def sign_in(chromium: Browser, address: str, engine: Engine) -> Any:
    """An admin's session, to be given to any number of tabs."""
    with transaction(engine) as session:
        token = create_sign_in_link(session, "admin", "Ada", datetime.now(UTC))
    context = chromium.new_context(base_url=address)
    context.new_page().goto(f"/sign-in?token={token}&next=/themes")
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize(("width", "scheme"), SIGHTS)
def test_every_page_can_be_read_by_everybody_on_every_screen(
    chromium: Browser, address: str, engine: Engine, ids: dict[str, str], width: int, scheme: str
) -> None:
    options: Any = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "reduced_motion": "reduce"}
    context = chromium.new_context(base_url=address, storage_state=sign_in(chromium, address, engine), **options)
    tab = context.new_page()
    found = {path: trouble for path in paths(ids) if (trouble := look(tab, path, width, scheme))}
    context.close()
    assert found == {}


def look(tab: Page, path: str, width: int, scheme: str) -> list[str]:
    """What is wrong with the page."""
    answer = tab.goto(path)
    trouble = [f"{answer.status}"] if answer and answer.status >= 500 else []
    if tab.evaluate("document.documentElement.scrollWidth") > width:
        trouble.append("wider than the screen")
    for rule in Axe().run(tab).response["violations"]:
        if rule["impact"] in ("serious", "critical"):
            trouble.append(f"{rule['id']}: {rule['nodes'][0]['html'][:120]} ({len(rule['nodes'])} times)")
    if folder := os.environ.get("VOC_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", re.sub(r"_\w{26}", "", path)).strip("-") or "start"
        tab.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
    return trouble
