"""Imports as people do them: a file is looked at, its columns are named, a job brings it in, and its rejected rows come back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, count_feedback, import_company, item, members, theme_id
from tests.api.pages.conftest import sign_in
from tests.usecases.tools import tools_with
from voc.db.jobs import list_jobs
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.inbox.write_note import write_note
from voc.usecases.work_job import work_job
from voc_api.access import ACCESS

CSV = "System,Ticket,kind,occurred_at,text\nzendesk,1,ticket,2026-10-01,<b>dies</b>\nzendesk,2,ticket,soon,dies\n"
CHOICE = {"file": "tickets.csv", "kind": "feedback", "c0": "source", "c1": "external_id"}


@pytest.fixture
def engine(sqlite_engine: Engine, empty_tables: Callable[[Engine], None]) -> Engine:
    """What the database says is tested elsewhere."""
    empty_tables(sqlite_engine)
    return sqlite_engine


def token_of(browser: TestClient, page: str = "/imports") -> str:
    found = re.search(r'name="csrf" value="(\w+)"', browser.get(page).text)
    assert found
    return found[1]


def upload(browser: TestClient, content: str = CSV) -> Any:
    return browser.post("/imports", files=[("csrf", (None, token_of(browser))), ("file", ("tickets.csv", content))])


def columns_of(browser: TestClient, content: str = CSV) -> str:
    """The page of the columns of a file that was sent."""
    return str(upload(browser, content).headers["location"]).replace("/drops/", "/files/")


def uploads(app: FastAPI) -> list[Path]:
    return [path for path in (app.state.services.settings.data_dir / "uploads").rglob("*") if path.is_file()]


def start(browser: TestClient, path: str, act: str) -> str:
    """The job's page."""
    answer = browser.post(f"{path}/{act}", data={"csrf": token_of(browser), "choice": "&".join(f"{k}={v}" for k, v in CHOICE.items())})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def work(engine: Engine) -> None:
    with reading(engine) as session:
        waiting = [job.id for job in list_jobs(session, ["import"], 10) if job.state == "waiting"]
    for job_id in waiting:
        assert work_job(engine, job_id, tools_with(Outlets()))


def test_a_file_is_looked_at_checked_and_imported(browser: TestClient, app: FastAPI, engine: Engine) -> None:
    path = columns_of(browser)
    first = browser.get(path, params={"kind": "feedback", "file": "tickets.csv"}).text
    assert "System" in first
    assert "source, external_id" in first
    assert "Import the file</button>" not in first
    looked = browser.get(path, params=CHOICE).text
    assert "1 would be added, 0 updated, 0 unchanged, 1 rejected" in looked
    assert "&lt;b&gt;dies&lt;/b&gt;" in looked
    check = start(browser, path, "check")
    work(engine)
    assert count_feedback(engine) == 0
    assert "nothing was changed by this check" in browser.get(check).text
    done = start(browser, path, "import")
    assert "hx-get" in browser.get(done).text
    work(engine)
    assert count_feedback(engine) == 1
    page = browser.get(done).text
    assert "hx-get" not in page.partition('id="result"')[2].partition(">")[0]
    rejects = browser.get(f"{done}/rejects.csv")
    assert rejects.text.splitlines()[1].startswith("3,occurred_at,")
    assert [file.name for file in uploads(app)] == ["tickets.rejects.csv"]
    assert "these files are not here any more" in browser.get(path, params=CHOICE).text.lower()
    assert "1 added" in browser.get("/imports").text


def test_a_file_that_looks_monthly_fails_unless_its_box_is_ticked(browser: TestClient, engine: Engine) -> None:
    header = "account_id,name,arr\n"
    import_rows(engine, "accounts", [{"account_id": str(n), "name": "A", "arr": 12_000} for n in range(6)], reporting_currency="USD")
    for ticked, words in (({}, "is a twelfth of the old one"), ({"yes": "true"}, "Done")):
        path = columns_of(browser, header + "".join(f"{n},A,1000\n" for n in range(6)))
        assert 'name="yes"' in browser.get(path, params={"kind": "accounts", "file": "tickets.csv"}).text
        job = browser.post(f"{path}/import", data={"csrf": token_of(browser), "choice": "kind=accounts&file=tickets.csv", **ticked}).headers["location"]
        work(engine)
        assert words in browser.get(job).text


def test_accounts_without_arr_are_told_of_and_shown_as_unknown(browser: TestClient, engine: Engine) -> None:
    path = columns_of(browser, "account_id,name\n1,Alder\n")
    job = browser.post(f"{path}/import", data={"csrf": token_of(browser), "choice": "kind=accounts&file=tickets.csv"}).headers["location"]
    work(engine)
    assert "1 account without ARR" in browser.get(job).text
    change = "account_id,effective_on,mrr\n1,2026-01-01,5\n"
    path = columns_of(browser, change)
    looked = browser.get(path, params={"kind": "arr", "file": "tickets.csv"}).text
    assert "✓ arr" in looked and "1 would be added" in looked


def test_a_form_without_the_sessions_token_keeps_no_file(browser: TestClient, app: FastAPI) -> None:
    token = token_of(browser)
    file = ("file", ("tickets.csv", CSV))
    for parts in (
        [("kind", (None, "feedback")), file],
        [("csrf", (None, "wrong")), ("kind", (None, "feedback")), file],
        [file, ("csrf", (None, token)), ("kind", (None, "feedback"))],
        [("kind", (None, "feedback"))],
    ):
        assert browser.post("/imports", files=parts).status_code == 403
        assert uploads(app) == []
    assert upload(browser).status_code == 303
    assert len(uploads(app)) == 1


def test_a_token_in_a_form_with_a_file_opens_no_other_page(browser: TestClient) -> None:
    parts = [("csrf", (None, token_of(browser))), ("back", (None, "/imports"))]
    assert browser.post("/refresh", files=parts).status_code == 403


def test_what_cannot_be_imported_is_told_and_not_kept(browser: TestClient, app: FastAPI) -> None:
    assert upload(browser, "").status_code == 422
    assert browser.post("/imports", files=[("csrf", (None, token_of(browser)))]).status_code == 422
    assert uploads(app) == []


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "secret_key", "0" * 32 + ".rejects.csv", "0" * 32 + ".csv"])
def test_no_other_file_is_looked_at(browser: TestClient, app: FastAPI, name: str) -> None:
    upload(browser)
    (app.state.services.settings.data_dir / "uploads" / ("0" * 32 + ".rejects.csv")).write_text(CSV)
    assert browser.get(f"/imports/files/{name}", params=CHOICE).status_code == 404
    assert browser.get(f"/imports/drops/{name}").status_code == 404


def test_a_domain_is_assigned_undone_and_withdrawn(browser: TestClient, engine: Engine) -> None:
    import_company(engine)
    import_rows(engine, "feedback", [{**item("u1", "export fails"), "author_email": "kim@new.example"}], reporting_currency="USD")
    assert "new.example" in browser.get("/imports").text
    for act in ("undo", "withdrawal"):
        done = browser.post("/imports/domains", data={"csrf": token_of(browser), "domain": "new.example", "account": "A-2"})
        page = browser.get(done.headers["location"].partition("#")[0]).text
        assert "Assigned new.example to Birch" in page
        assert f"/accounts/{account_key('A-2')}" in page
        undo = re.search(r'action="(/changes/chg_\w+/undo)"', page)
        assert undo
        path = undo[1] if act == "undo" else "/imports/domains/new.example/withdrawal"
        browser.post(path, data={"csrf": token_of(browser), "back": "/imports"})
        assert "Domains that people assigned" not in browser.get("/imports").text
    assert browser.post("/imports/domains", data={"csrf": token_of(browser), "domain": "gmail.com", "account": "A-2"}).status_code == 422


def test_leadership_imports_nothing(app: FastAPI, engine: Engine) -> None:
    assert sign_in(app, engine, "leadership").get("/imports").status_code == 403


def test_an_import_is_undone_by_its_page_which_says_what_goes(browser: TestClient, app: FastAPI, engine: Engine, published: str) -> None:
    page = browser.get("/imports").text
    links = re.findall(r'href="(/imports/chg_\w+/undo)"', page)
    assert len(links) == 4
    looked = browser.get(links[0]).text
    assert "Feedback items that go</dt><dd>8" in looked and "Points that go with them</dt><dd>8" in looked
    change = re.search(r'action="(/changes/chg_\w+/undo)"', looked)
    assert change
    answer = browser.post(change[1], data={"csrf": token_of(browser), "back": "/imports"})
    assert "Undid an import: 8 rows removed, 0 as they were before" in browser.get(answer.headers["location"]).text
    assert count_feedback(engine) == 0
    assert "It cannot be undone: it changed nothing, was undone already" in browser.get(links[0]).text
    log = sign_in(app, engine, "admin").get("/settings/log").text
    assert log.count("Undo …") == 3


def test_what_is_in_the_way_of_undoing_an_import_is_told(browser: TestClient, engine: Engine, published: str) -> None:
    with transaction(engine) as session:
        write_note(session, theme_id("export"), "Call them", datetime.now(UTC))
        write_note(session, members(engine, theme_id("export"))[0], "Call them", datetime.now(UTC))
    links = re.findall(r'href="(/imports/chg_\w+/undo)"', browser.get("/imports").text)
    looked = browser.get(links[0]).text
    assert "It cannot be undone: people have built on it: 1 note." in looked
    assert "<button" not in looked.partition('role="alert"')[2].partition("</main>")[0]


def test_every_page_can_be_read_while_the_ranking_still_has_what_was_undone(app: FastAPI, engine: Engine, published: str) -> None:
    admin = sign_in(app, engine, "admin")
    for link in re.findall(r'href="(/imports/chg_\w+/undo)"', admin.get("/imports").text):
        change = link.removeprefix("/imports/").removesuffix("/undo")
        assert admin.post(f"/changes/{change}/undo", data={"csrf": token_of(admin), "back": "/imports"}).status_code == 303
    names = {"theme_id": theme_id("export"), "account_id": account_key("A-1"), "month": "2026-10"}
    for address in ACCESS:
        if address.startswith("GET ") and "_id}" not in address.replace("{theme_id}", "").replace("{account_id}", "") and "{name}" not in address:
            assert admin.get(address.removeprefix("GET ").format(**names, form="md", domain="x")).status_code < 500, address


def unknown(engine: Engine) -> None:
    """Feedback of a domain and of an id that no account has."""
    import_company(engine)
    rows = [{**item("u1", "export fails"), "author_email": "kim@new.example"}, {**item("u2", "export dies"), "account_id": "Z-9"}]
    import_rows(engine, "feedback", rows, reporting_currency="USD")


def settle(browser: TestClient, act: str, **said: str) -> Any:
    return browser.post(f"/imports/unmatched/{act}", data={"csrf": token_of(browser), "back": "/imports", **said})


@pytest.mark.parametrize("said", [{"domain": "new.example"}, {"ref": "Z-9"}])
def test_an_account_is_made_of_what_feedback_says_and_undone(browser: TestClient, engine: Engine, said: dict[str, str]) -> None:
    unknown(engine)
    assert settle(browser, "account", **said, name=" ").status_code == 422
    done = settle(browser, "account", **said, name="New <b>firm</b>")
    assert done.status_code == 303, done.text
    page = browser.get(done.headers["location"]).text
    for value in said.values():
        assert f'value="{value}"' not in page.partition('id="unmatched"')[2].partition('id="jobs"')[0].replace(f'<option value="{value}"', "")
    assert settle(browser, "account", **said, name="Again").status_code == 409
    undo = re.search(r'action="(/changes/chg_\w+/undo)"', page)
    assert undo
    assert browser.post(undo[1], data={"csrf": token_of(browser), "back": "/imports"}).status_code == 303
    assert "Make it an account" in browser.get("/imports").text


@pytest.mark.parametrize("said", [{"domain": "new.example"}, {"ref": "Z-9", "domain": "writer.example"}])
def test_what_is_ignored_is_not_asked_about_until_somebody_wants_it(browser: TestClient, engine: Engine, said: dict[str, str]) -> None:
    unknown(engine)
    before, items = browser.get("/imports").text.count("Do not ask again"), count_feedback(engine)
    done = settle(browser, "ignored", **said)
    page = browser.get(done.headers["location"]).text
    assert page.count("Do not ask again") == before - 1
    assert "asks nobody any more" in page.lower() and "1 that nobody is asked about" in page
    assert count_feedback(engine) == items
    undo = re.search(r'action="(/changes/chg_\w+/undo)"', page)
    assert undo
    browser.post(undo[1], data={"csrf": token_of(browser), "back": "/imports"})
    assert browser.get("/imports").text.count("Do not ask again") == before
    settle(browser, "ignored", **said)
    settle(browser, "asked", **said)
    assert browser.get("/imports").text.count("Do not ask again") == before


def test_nothing_can_be_made_of_nothing(browser: TestClient, engine: Engine) -> None:
    unknown(engine)
    assert settle(browser, "ignored").status_code == 422
    assert settle(browser, "account", name="A").status_code == 422
    assert settle(browser, "account", domain="gmail.com", name="A").status_code == 422
    assert settle(browser, "ignored", domain="a\0b").status_code == 422
