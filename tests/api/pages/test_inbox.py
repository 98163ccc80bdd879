"""The inbox's pages: forms that work without a script, and answers for one."""

import re
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import item, publish, theme_id
from tests.api.pages.conftest import sign_in
from voc.db.decisions import list_decisions
from voc.db.session import reading, transaction
from voc.db.users import find_user
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.people.add_user import add_user
from voc.usecases.people.sign_in import start_session
from voc_api.auth import SESSION_COOKIE

HOSTILE = "<script>alert(1)</script> the export </bdi> fails"


@pytest.fixture(autouse=True)
def company(engine: Engine, published: str) -> None:
    import_rows(engine, "feedback", [item("evil", HOSTILE, "A-1", day="2026-10-30")], reporting_currency="USD")
    publish(engine, 2)


@pytest.fixture
def ana(app: FastAPI, engine: Engine) -> TestClient:
    """A customer success manager who looks after the company's accounts."""
    with transaction(engine) as session:
        user = find_user(session, email="ana.lima@example.com") or add_user(session, "ana.lima@example.com", "Ana Lima", "csm", datetime.now(UTC))
        token = start_session(session, user, datetime.now(UTC))
    return TestClient(app, follow_redirects=False, cookies={SESSION_COOKIE: token})


def snippets(page: str) -> list[str]:
    return re.findall(r'data-snippet="(snp_\w+)"', page)


def form(page: str, **more: object) -> dict[str, object]:
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    return {"csrf": token[1], "back": "/inbox?tab=all", **more}


def standing(engine: Engine) -> list[tuple[str, str | None]]:
    with reading(engine) as session:
        return [(d.kind, d.theme_id) for d in list_decisions(session) if d.stands]


def test_who_looks_after_accounts_sees_theirs_first(ana: TestClient, browser: TestClient) -> None:
    assert '<a href="/inbox?tab=mine" aria-current="page">' in ana.get("/inbox").text
    assert '<a href="/inbox?tab=all" aria-current="page">' in browser.get("/inbox").text
    assert len(snippets(ana.get("/inbox").text)) == 8  # of nine: one is nobody's, and eight are shown at once
    assert "no account is yours" in browser.get("/inbox?tab=mine").text


def test_a_form_decides_and_offers_to_undo(ana: TestClient, engine: Engine) -> None:
    page = ana.get("/inbox").text
    first = snippets(page)[0]
    answer = ana.post("/inbox/place", data=form(page, snippet=first, theme=theme_id("login")))
    assert answer.status_code == 303 and answer.headers["location"].startswith("/inbox?tab=all&done=chg_")
    after = ana.get(answer.headers["location"]).text
    assert "Undo" in after and first not in snippets(after)
    assert standing(engine)[0][1] == theme_id("login")


def test_a_script_is_told_what_was_done(ana: TestClient, engine: Engine) -> None:
    page = ana.get("/inbox").text
    first, second, third, fourth, fifth, sixth = snippets(page)[:6]
    as_json = {"Accept": "application/json"}

    def act(name: str, snippet: str, **more: object) -> dict[str, str]:
        answer = ana.post(f"/inbox/{name}", data=form(page, snippet=snippet, **more), headers=as_json)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    assert act("place", first, wanted="INVOICE trouble")["text"] == "moved a snippet to invoice trouble"
    assert act("one-off", second)["text"] == "moved a snippet to no theme"
    assert act("ignore", third)["text"] == "ignored a snippet"
    assert act("done", fourth)["text"] == "marked a snippet as done"
    assert act("later", fifth)["text"] == "put off a snippet"
    assert "as Slow files" in act("theme", sixth, label="Slow files")["text"]
    left = snippets(ana.get("/inbox?tab=all").text)
    assert not {first, second, third, fourth, fifth, sixth} & set(left)
    undone = ana.post(f"/changes/{act('done', left[0])['act']}/undo", data=form(page))
    assert undone.status_code == 303 and left[0] in snippets(ana.get("/inbox?tab=all").text)


def test_many_at_once(ana: TestClient, engine: Engine) -> None:
    page = ana.get("/inbox?view=list&tab=all").text
    rows = re.findall(r'name="snippet" value="(snp_\w+)"', page)
    assert len(rows) == 9
    answer = ana.post("/inbox/accept", data=form(page, snippet=rows[:3]))
    assert answer.status_code == 303 and [kind for kind, _ in standing(engine)] == ["confirm"] * 3
    act = answer.headers["location"].rpartition("done=")[2]
    ana.post(f"/changes/{act}/undo", data=form(page))
    assert standing(engine) == []
    assert ana.post("/inbox/accept", data=form(page)).status_code == 422
    assert ana.post("/inbox/place", data=form(page, snippet=rows[:2], wanted="nothing of the kind")).status_code == 422
    assert ana.post("/inbox/whatever", data=form(page, snippet=rows[:2])).status_code == 404


def test_more_cards_come_besides_those_that_are_there(ana: TestClient) -> None:
    seen = snippets(ana.get("/inbox?tab=all").text)
    more = ana.get("/inbox/part", params={"tab": "all", "besides": seen}).text
    assert len(snippets(more)) == 1 and snippets(more)[0] not in seen
    assert snippets(ana.get(f"/inbox/{seen[0]}/part").text) == [seen[0]]
    assert ana.get("/inbox/snp_none/part").status_code == 404


def test_hostile_words_stay_words(ana: TestClient) -> None:
    for address in ("/inbox?tab=all&sort=newest", "/inbox?tab=all&view=list"):
        page = ana.get(address).text
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; the export &lt;/bdi&gt; fails" in page


def test_what_corrections_changed_has_a_page(ana: TestClient) -> None:
    assert "No correction of yours" in ana.get("/inbox/corrections").text
    page = ana.get("/inbox").text
    ana.post("/inbox/one-off", data=form(page, snippet=snippets(page)[0]))
    told = ana.get("/inbox/corrections").text
    assert "Your 1 decision since" in told and "not in the ranking yet" in told


def test_leadership_has_no_inbox(app: FastAPI, engine: Engine) -> None:
    boss = sign_in(app, engine, "leadership")
    assert boss.get("/inbox").status_code == 403
    assert 'href="/inbox"' not in boss.get("/themes").text


def test_filters_stand_in_the_address(ana: TestClient) -> None:
    assert len(snippets(ana.get("/inbox?tab=all&source=gong").text)) == 2
    assert len(snippets(ana.get("/inbox?tab=all&theme=none").text)) == 0
    assert ana.get("/inbox?tab=all&kind=").status_code == 303
    assert ana.get("/inbox?tab=theirs").status_code == 422 and ana.get("/inbox?sort=age").status_code == 422
