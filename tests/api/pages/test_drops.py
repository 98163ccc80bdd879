"""Files dropped together: what they are is said, what cannot be settled is asked, and one button brings them in."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import count_feedback
from tests.api.pages.test_imports import token_of, uploads, work
from voc.db.jobs import Job, list_jobs
from voc.db.session import reading
from voc.usecases.feedback.import_rows import import_rows
from voc_api.main import create_app

ACCOUNTS = "account_id,name,arr,domain\nA-1,Alder,1200,alder.example\nA-2,Birch,2400,birch.example\n"
FEEDBACK = "source,external_id,kind,occurred_at,text,account_domain\nzendesk,1,ticket,2026-10-01,The export dies,alder.example\n"
ZENDESK = '{"tickets": [{"id": 35, "subject": "Export", "description": "It dies", "created_at": "2026-10-01T10:00:00Z", "requester_id": 7}]}'
SURVEY = "Answer No,When,How likely,What we could do better\n"
SURVEY += "x-1,03/04/2026,9,The export of long lists should not die\nx-2,05/04/2026,3,The export of long lists is slow as well\n"
CALL = "Mia: The export dies.\nTom: I see.\nMia: Every day it does.\n"


@pytest.fixture
def engine(sqlite_engine: Engine, empty_tables: Callable[[Engine], None]) -> Engine:
    """What the database says is tested elsewhere."""
    empty_tables(sqlite_engine)
    return sqlite_engine


def drop(browser: TestClient, *files: tuple[str, str | bytes]) -> str:
    """The drop's page."""
    answer = browser.post("/imports", files=[("csrf", (None, token_of(browser))), *(("file", file) for file in files)])
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def send(browser: TestClient, page: str, act: str = "import", **said: str) -> None:
    """Fill the page's form, of which the cards' files are part."""
    fields = dict(re.findall(r'name="(\d+\.(?:file|call\.\d+))" value="([^"]*)"', browser.get(page).text))
    answer = browser.post(page, data={"csrf": token_of(browser), "act": act, **fields, **{name.replace("_", "."): value for name, value in said.items()}})
    assert (answer.status_code, answer.headers.get("location")) == (303, page), answer.text


def jobs(engine: Engine) -> list[Job]:
    with reading(engine) as session:
        return sorted(list_jobs(session, ["import"], 10), key=lambda job: job.created_at)


def test_files_come_in_together_and_accounts_before_feedback(browser: TestClient, app: FastAPI, engine: Engine) -> None:
    page = drop(browser, ("said.csv", FEEDBACK), ("firms.csv", ACCOUNTS))
    looked = browser.get(page).text
    assert "said.csv" in looked and "firms.csv" in looked
    assert "2 new, 0 changed, 0 unchanged, 0 rejected" in looked
    assert "The export dies" in looked
    assert Path(page).name not in re.sub(r'(?:href|action|value|hx-get)="[^"]*"', "", looked)
    send(browser, page)
    assert [(job.payload["kind"], Path(job.payload["path"]).name) for job in jobs(engine)] == [("accounts", "firms.csv"), ("feedback", "said.csv")]
    assert "waiting for a worker" in browser.get(page).text
    work(engine)
    came = browser.get(page).text
    assert "Find themes" in came and "2 added" in came and "1 added" in came
    assert uploads(app) == []
    assert "said.csv" in browser.get(f"/imports/jobs/{jobs(engine)[1].id}").text
    assert "said.csv" in browser.get("/imports").text


def test_a_systems_file_is_called_by_its_title(browser: TestClient) -> None:
    looked = browser.get(drop(browser, ("tickets.json", ZENDESK))).text
    assert "Zendesk tickets" in looked and "read as feedback" in looked and "It dies" in looked


def test_each_import_of_a_drop_is_undone_by_itself(browser: TestClient, engine: Engine) -> None:
    send(browser, drop(browser, ("said.csv", FEEDBACK), ("firms.csv", ACCOUNTS)))
    work(engine)
    assert len(re.findall(r'href="/imports/chg_\w+/undo"', browser.get("/imports").text)) == 2


def test_a_second_click_begins_nothing_twice(browser: TestClient, engine: Engine) -> None:
    page = drop(browser, ("firms.csv", ACCOUNTS))
    fields = {"csrf": token_of(browser), "act": "import", "0.file": "firms.csv"}
    for _ in range(2):
        assert browser.post(page, data=fields).status_code == 303
    assert len(jobs(engine)) == 1


def test_the_order_of_dates_is_asked_on_the_card_and_kept(browser: TestClient, engine: Engine) -> None:
    page = drop(browser, ("said.csv", FEEDBACK.replace("2026-10-01", "03/04/2026")), ("firms.csv", ACCOUNTS))
    assert "what comes first?" in browser.get(page).text
    send(browser, page)
    assert [job.payload["kind"] for job in jobs(engine)] == ["accounts"], "what asks something stays"
    send(browser, page, "look", **{"0_dates": "dmy"})
    assert "1 new" in browser.get(page).text
    send(browser, page)
    assert jobs(engine)[-1].payload["dates"] == "dmy"


def test_an_unknown_file_alone_leads_to_its_columns_with_guesses(browser: TestClient, engine: Engine) -> None:
    answer = browser.get(drop(browser, ("Spring survey.csv", SURVEY)))
    assert answer.status_code == 303
    said = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert said["set_source"] == "spring_survey"
    assert {said.get(f"c{place}") for place in range(4)} == {"external_id", "occurred_at", "rating", "text"}
    looked = browser.get(answer.headers["location"]).text
    assert 'name="set_kind"' in looked and "Spring survey.csv" in looked
    other = browser.get(answer.headers["location"].replace("kind=feedback", "kind=accounts&was=feedback"))
    assert other.status_code == 303 and "c0=account_id" in other.headers["location"]


def test_an_unknown_file_among_others_waits_until_its_columns_were_looked_at(browser: TestClient, engine: Engine) -> None:
    page = drop(browser, ("survey.csv", SURVEY), ("firms.csv", ACCOUNTS))
    looked = browser.get(page).text
    link = re.search(r'href="(/imports/files/[^"]*survey[^"]*)"', looked)
    assert link
    query = dict(parse_qsl(urlsplit(link[1].replace("&amp;", "&")).query)) | {"set_kind": "survey", "dates": "dmy"}
    path = urlsplit(link[1]).path
    assert "Use it like this" in browser.get(path, params=query).text
    kept = browser.post(f"{path}/keep", data={"csrf": token_of(browser), "choice": "&".join(f"{name}={value}" for name, value in query.items())})
    assert kept.headers["location"] == page
    send(browser, page)
    work(engine)
    assert count_feedback(engine) == 2
    assert len(jobs(engine)) == 2


def test_calls_ask_for_their_day_and_account(browser: TestClient, engine: Engine) -> None:
    import_rows(engine, "accounts", [{"account_id": "A-1", "name": "Alder", "arr": 5}], reporting_currency="USD")
    page = drop(browser, ("First call.txt", CALL), ("2026-09-01 Second.txt", CALL))
    looked = browser.get(page).text
    assert looked.count('type="date"') == 1 and "2026-09-01" in looked and '<option value="A-1">' in looked
    send(browser, page)
    assert jobs(engine) == []
    place = re.search(r'name="0\.call\.(\d)" value="First call\.txt"', looked)
    assert place
    send(browser, page, **{f"0_day_{place[1]}": "2026-10-02", f"0_account_{place[1]}": "A-1"})
    work(engine)
    assert count_feedback(engine) == 2
    assert jobs(engine)[0].result["unmatched"] == 1


def test_arr_of_a_month_is_asked_about_before_anything_begins(browser: TestClient, engine: Engine) -> None:
    rows = [{"account_id": str(n), "name": "A", "arr": 12_000} for n in range(6)]
    import_rows(engine, "accounts", rows, reporting_currency="USD")
    page = drop(browser, ("firms.csv", "account_id,name,arr\n" + "".join(f"{n},A,1000\n" for n in range(6))))
    assert "is a twelfth of the old one" in browser.get(page).text.lower()
    send(browser, page)
    assert jobs(engine) == []
    send(browser, page, **{"0_yes": "true"})
    work(engine)
    assert jobs(engine)[0].result["updated"] == 6


def test_what_cannot_be_read_is_told_beside_what_can(browser: TestClient) -> None:
    looked = browser.get(drop(browser, ("notes.pdf", b"%PDF-1.4 \0\0"), ("firms.csv", ACCOUNTS))).text
    assert "What cannot be read" in looked and "notes.pdf" in looked and "Import all" in looked


def test_an_archive_is_its_files(browser: TestClient, app: FastAPI) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("export/firms.csv", ACCOUNTS)
        archive.writestr("../../said.csv", FEEDBACK)
        archive.writestr(f"{'deep/' * 9}{'n' * 300}.csv", FEEDBACK)
    looked = browser.get(drop(browser, ("all.zip", packed.getvalue()))).text
    assert "firms.csv" in looked and "said.csv" in looked and "all.zip" not in looked
    assert all("uploads" in path.parts and len(path.name) < 160 for path in uploads(app))


HOSTILE = [
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/cron.d/x.csv",
    ".htaccess",
    "a\0b.csv",
    "a\nb.csv",
    "n" * 5_000 + ".csv",
    "é" * 400,
    "..",
    "",
    "<b>x</b>.csv",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_of_a_file_does_harm(browser: TestClient, app: FastAPI, name: str) -> None:
    boundary, data = "bound", f'--bound\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token_of(browser)}\r\n'
    data += f'--bound\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{ACCOUNTS}\r\n--bound--\r\n'
    answer = browser.post("/imports", content=data.encode(), headers={"content-type": f"multipart/form-data; boundary={boundary}"})
    if answer.status_code == 422:
        assert uploads(app) == []
        return
    (path,) = uploads(app)
    folder = app.state.services.settings.data_dir / "uploads"
    assert path.parent.parent == folder
    assert path.name.isprintable() and not path.name.startswith(".") and len(path.name) <= 150
    looked = browser.get(answer.headers["location"])
    assert looked.status_code == 200 and "<b>x</b>" not in looked.text


def test_files_of_one_name_are_two(browser: TestClient, app: FastAPI) -> None:
    drop(browser, ("a.csv", ACCOUNTS), ("A.csv", FEEDBACK), ("x/a.csv", ACCOUNTS))
    assert sorted(path.name for path in uploads(app)) == ["A (2).csv", "a (3).csv", "a.csv"]


def test_more_than_fifty_files_are_refused_and_none_is_kept(browser: TestClient, app: FastAPI) -> None:
    answer = browser.post("/imports", files=[("csrf", (None, token_of(browser))), *(("file", (f"{n}.csv", ACCOUNTS)) for n in range(51))])
    assert answer.status_code == 422 and "at most 50 files" in answer.text
    assert uploads(app) == []


def test_a_pages_form_may_bring_more_than_a_page_otherwise_takes(settings: Any, engine: Engine, company: None) -> None:
    from tests.api.pages.conftest import sign_in

    app = create_app(settings.model_copy(update={"max_upload_mb": 8}))
    browser = sign_in(app, engine, "pm")
    drop(browser, ("firms.csv", ACCOUNTS + "".join(f"B-{n},{'Name' * 20},5,\n" for n in range(40_000))))
    assert browser.post("/imports", content=b"csrf=" + b"x" * 3_000_000, headers={"content-type": "application/x-www-form-urlencoded"}).status_code == 413


def test_values_of_a_form_that_no_database_holds_are_refused(browser: TestClient) -> None:
    page = drop(browser, ("firms.csv", ACCOUNTS))
    assert browser.post(page, data={"csrf": token_of(browser), "0.file": "firms.csv", "0.set.source": "a\0b"}).status_code == 422
    assert browser.post(page, data={"csrf": token_of(browser), "0.file": "../../x", "0.set.plan": "a"}).status_code == 303
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (
            "When,Comment\n2026-10-01,The export dies every day for all of us\n2026-10-01,We cannot sign in with our own accounts\n",
            "feedback",
            "set_kind=review",
        ),
    ],
)
def test_rows_without_an_id_come_in_and_twice_change_nothing(browser: TestClient, engine: Engine, content: str, kind: str, said: str) -> None:
    for outcome in ("added", "unchanged"):
        link = browser.get(drop(browser, ("mine.csv", content))).headers["location"]
        assert f"kind={kind}" in link and "without_id=1" in link
        looked = browser.get(f"{link}&{said}").text
        assert "tell rows apart" in looked or "take the domain" in looked
        path, _, query = link.partition("?")
        browser.post(f"{path}/import", data={"csrf": token_of(browser), "choice": f"{query}&{said}"})
        work(engine)
        assert jobs(engine)[-1].result[outcome] == 2, jobs(engine)[-1].error


def test_a_file_that_was_remembered_is_known_the_next_time_until_it_is_forgotten(browser: TestClient, engine: Engine) -> None:
    link = browser.get(drop(browser, ("spring.csv", SURVEY))).headers["location"]
    path, _, query = link.partition("?")
    said = {"csrf": token_of(browser), "choice": f"{query}&set_kind=review&dates=dmy", "title": "Spring <b>survey</b>"}
    assert browser.post(f"{path}/remember", data={**said, "title": " "}).status_code == 422
    assert browser.post(f"{path}/remember", data=said).headers["location"].startswith("/imports/drops/")
    assert browser.post(f"{path}/remember", data=said).status_code == 409
    page = drop(browser, ("autumn.csv", SURVEY.replace("x-", "y-")))
    looked = browser.get(page)
    assert looked.status_code == 200 and "Spring &lt;b&gt;survey&lt;/b&gt;" in looked.text and "2 new" in looked.text
    send(browser, page)
    work(engine)
    assert jobs(engine)[0].result["added"] == 2
    assert "Forget" in browser.get("/imports").text
    assert browser.post("/imports/profiles/spring_b_survey_b/deletion", data={"csrf": token_of(browser)}).status_code == 303
    assert browser.post("/imports/profiles/spring_b_survey_b/deletion", data={"csrf": token_of(browser)}).status_code == 404
    assert browser.get(drop(browser, ("autumn.csv", SURVEY))).status_code == 303


def test_a_file_that_is_checked_as_a_whole_stays_on_its_card(browser: TestClient, engine: Engine) -> None:
    page = drop(browser, ("firms.csv", ACCOUNTS))
    path = page.replace("/drops/", "/files/")
    browser.post(f"{path}/check", data={"csrf": token_of(browser), "choice": "kind=accounts&file=firms.csv"})
    assert "Import all" in browser.get(page).text
    work(engine)
    assert "Import all" in browser.get(page).text
