"""Curating on the pages: forms that work without a script, each act answered with its undo."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, item, publish, rank_company, theme_id
from tests.api.pages.conftest import sign_in
from voc.db.decisions import list_decisions
from voc.db.session import reading
from voc.db.themes import find_theme
from voc.domain.themes import Theme
from voc.usecases.feedback.import_rows import import_rows

EXPORT, LOGIN, INVOICE = theme_id("export"), theme_id("login"), theme_id("invoice")


@pytest.fixture(autouse=True)
def ranked(engine: Engine) -> None:
    rank_company(engine, "ranked now", started=datetime.now(UTC))


def send(browser: TestClient, path: str, page: str = f"/themes/{EXPORT}", **fields: Any) -> Any:
    """A form of the page, as a browser without scripts sends it; the page that it leads to."""
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get(page).text)
    assert token is not None
    return browser.post(path, data={"csrf": token[1], **fields}, follow_redirects=True)


def hidden(page: str, path: str) -> dict[str, str]:
    """What the page's form carries unseen."""
    form = re.search(rf'action="{path}">(.*?)</form>', page, re.DOTALL)
    assert form is not None
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[1])}


def edit(browser: TestClient, opened: str | None = None, **fields: Any) -> Any:
    """The form that edits the theme, of a page that was opened before or of one that is opened now; the page that it leads to."""
    path = f"/themes/{EXPORT}/edit"
    return browser.post(path, data={**hidden(opened or browser.get(f"/themes/{EXPORT}").text, path), **fields}, follow_redirects=True)


def undo(browser: TestClient, page: str) -> str:
    action = re.search(r'action="(/changes/[^"]+/undo)"', page)
    assert action is not None
    answer = send(browser, action[1])
    assert answer.status_code == 200
    return str(answer.text)


def theme(engine: Engine, key: str = EXPORT) -> Theme:
    with reading(engine) as session:
        found = find_theme(session, key)
    assert found is not None
    return found


def labels(page: str) -> list[str]:
    return re.findall(r"data-open><bdi>([^<]+)", page)


def test_a_form_that_changed_no_label_pins_none(browser: TestClient, engine: Engine) -> None:
    page = edit(browser, label="export trouble", summary="", owner="Ana Lima", fit="0.5", verdict="gap")
    assert "Owner: Ana Lima; Strategic fit: 0.5; Verdict: gap" in page.text
    now = theme(engine)
    assert (now.label_source, now.owner, now.strategic_fit, now.verdict) == ("auto", "Ana Lima", 0.5, "gap")
    page = edit(browser, label="Exports die", summary="They do.", owner="Ana Lima", fit="0.5", verdict="gap")
    assert (theme(engine).label, theme(engine).summary, theme(engine).label_source) == ("Exports die", "They do.", "person")
    undo(browser, page.text)
    assert (theme(engine).label, theme(engine).label_source, theme(engine).owner) == ("export trouble", "auto", "Ana Lima")
    edit(browser, label="Exports die", owner="Ana Lima")
    assert "Give label and summary back" in browser.get(f"/themes/{EXPORT}").text
    send(browser, f"/themes/{EXPORT}/label/return")
    assert theme(engine).label_source == "auto"


def test_a_status_with_its_reason_is_seen_at_once_and_undone(browser: TestClient, engine: Engine) -> None:
    page = send(browser, f"/themes/{EXPORT}/status", status="planned", reason="second quarter").text
    assert "second quarter" in page and "Planned" in page
    assert "Planned" in browser.get("/themes?status=planned").text
    undo(browser, page)
    assert (theme(engine).status, theme(engine).status_reason) == ("new", None)


def test_what_is_pinned_stands_first_in_page_and_file(browser: TestClient) -> None:
    send(browser, f"/themes/{INVOICE}/pin", pinned="1")
    page = browser.get("/themes").text
    assert labels(page) == ["invoice trouble", "export trouble", "login trouble"]
    assert page.count("chip pinned") == 1
    rows = browser.get("/themes.csv").text.splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == [INVOICE, EXPORT, LOGIN]
    send(browser, f"/themes/{INVOICE}/pin", pinned="")
    assert labels(browser.get("/themes").text)[0] == "export trouble"


def test_the_file_is_the_filtered_view(browser: TestClient) -> None:
    send(browser, f"/themes/{LOGIN}/status", status="planned", reason="soon")
    page = browser.get("/themes?segment=smb&status=planned").text
    assert labels(page) == ["login trouble"]
    link = re.search(r'href="(/themes\.csv\?[^"]+)"', page)
    assert link is not None
    answer = browser.get(link[1].replace("&amp;", "&"))
    assert [row.split(",")[0] for row in answer.text.splitlines()] == ["id", LOGIN]
    assert labels(browser.get("/themes?until=2026-08-31").text) == ["invoice trouble", "export trouble"]
    assert browser.get("/themes?status=someday").status_code == 422


def test_many_are_changed_at_once_and_come_back_at_once(browser: TestClient, engine: Engine) -> None:
    page = send(browser, "/themes/bulk", "/themes", act="set", theme=[EXPORT, LOGIN], status="declined", reason="not ours", owner="Bo", back="/themes?owner=Bo")
    assert labels(page.text) == ["export trouble", "login trouble"]
    undo(browser, page.text)
    assert [(theme(engine, key).status, theme(engine, key).owner) for key in (EXPORT, LOGIN)] == [("new", None)] * 2
    page = send(browser, "/themes/bulk", "/themes", act="dismiss", theme=[LOGIN, INVOICE])
    assert page.text.count("gone with the next refresh") == 2
    undo(browser, page.text)
    with reading(engine) as session:
        assert not any(decision.stands for decision in list_decisions(session))


def test_nothing_ticked_or_nothing_chosen_is_said_so(browser: TestClient) -> None:
    assert "No theme is ticked" in send(browser, "/themes/bulk", "/themes", act="dismiss").text
    assert "Choose a status or an owner" in send(browser, "/themes/bulk", "/themes", act="set", theme=[EXPORT]).text


def test_themes_that_are_ticked_are_previewed_and_merged(browser: TestClient) -> None:
    page = send(browser, "/themes/bulk", "/themes", act="merge", theme=[INVOICE, EXPORT])
    assert page.url.path == "/merge"
    assert "part of the other" in page.text and page.text.count("$157,000") == 2  # before and after: Birch counts once
    assert re.search(rf'value="{EXPORT}" checked', page.text)  # the higher ranked stays
    merged = send(browser, "/merge", "/themes", into=EXPORT, theme=[INVOICE, EXPORT])
    assert merged.url.path == f"/themes/{EXPORT}"
    assert "Becomes part of" in browser.get("/themes").text
    assert "Merged invoice trouble into export trouble" in merged.text
    undo(browser, merged.text)
    assert "Becomes part of" not in browser.get("/themes").text
    assert "Name the themes to merge" in browser.get("/merge").text


def test_a_theme_is_split_by_what_is_ticked(browser: TestClient, engine: Engine) -> None:
    page = browser.get(f"/themes/{EXPORT}/split").text
    snippet = re.search(r'name="snippet" value="([^"]+)"', page)
    assert snippet is not None
    seen = browser.get(f"/themes/{EXPORT}/split?snippet={snippet[1]}&label=Slow").text
    assert "not there yet" in seen and "<bdi>Slow</bdi>" in seen
    made = send(browser, f"/themes/{EXPORT}/split", snippet=snippet[1], label="Slow")
    assert "the next refresh ranks it" in made.text
    assert re.search(r"Made since this ranking, .*<bdi>Slow</bdi>", browser.get("/themes").text)
    undo(browser, made.text)
    with reading(engine) as session:
        assert not any(decision.stands for decision in list_decisions(session))


def test_retiring_says_why_and_the_list_says_that_it_goes(browser: TestClient) -> None:
    page = send(browser, f"/themes/{INVOICE}/dismissal", reason="courtesies")
    assert page.url.path == "/themes"
    assert "Dismissed invoice trouble: courtesies" in page.text


def test_a_link_is_shown_and_taken_off(browser: TestClient) -> None:
    page = send(browser, f"/themes/{EXPORT}/links", url="https://tracker.example/1?a=b&c=d", title="<EXP>").text
    assert '<a href="https://tracker.example/1?a=b&amp;c=d" rel="noreferrer nofollow noopener"><bdi>&lt;EXP&gt;</bdi></a>' in page
    action = re.search(r'action="(/themes/[^"]+/links/[^"]+/deletion)"', page)
    assert action is not None
    assert "&lt;EXP&gt;</bdi></a>" not in send(browser, action[1]).text
    assert send(browser, f"/themes/{EXPORT}/links", url="javascript:alert(1)").status_code == 422


def test_when_it_ships_who_asked_is_told(browser: TestClient) -> None:
    assert "Who asked: tell them" not in browser.get(f"/themes/{EXPORT}").text
    page = send(browser, f"/themes/{EXPORT}/status", status="shipped", reason="in 4.2").text
    assert "0 of 3 told" in page and "Hello Alder," in page
    assert "mailto:ana.lima@example.com?subject=You%20asked" in page
    page = send(browser, f"/themes/{EXPORT}/askers/{account_key('A-1')}/told", told="1").text
    assert "1 of 3 told" in page
    undo(browser, page)
    assert "0 of 3 told" in browser.get(f"/themes/{EXPORT}").text


def test_what_people_did_is_listed_and_each_is_undone(browser: TestClient) -> None:
    send(browser, f"/themes/{EXPORT}/status", status="planned", reason="soon")
    send(browser, f"/themes/{EXPORT}/pin", pinned="1")
    page = browser.get(f"/themes/{EXPORT}").text
    told = page[page.index('id="changes"') :]
    assert told.index("pinned export trouble") < told.index("Status: Planned; Status reason: soon")
    assert told.count('aria-label="Undo:') == 2


def test_themes_side_by_side(browser: TestClient) -> None:
    page = browser.get(f"/compare?theme={EXPORT}&theme={INVOICE}").text
    assert re.search(r"Together \$157,00. across 3 accounts, each once; 1 of them, with \$50,00., raised both", page)
    assert page.count('class="chip">shared') == 1
    assert browser.get(f"/compare?theme={EXPORT}").status_code == 422


def test_the_evidence_is_a_part_of_a_page_or_a_page(browser: TestClient) -> None:
    part = browser.get(f"/themes/{EXPORT}/evidence", headers={"HX-Request": "true"}).text
    assert "<html" not in part and "the export dies after ten minutes" in part and "$100,000" in part
    assert "<html" in browser.get(f"/themes/{EXPORT}/evidence").text


def test_a_quote_is_marked_in_its_source_and_moved(browser: TestClient, engine: Engine) -> None:
    page = browser.get(f"/themes/{INVOICE}").text
    link = re.search(r'href="(/feedback/[^"#]+)#', page)
    assert link is not None
    source = browser.get(link[1]).text
    assert re.search(r'<mark id="snp_\w+" class="chosen"><bdi>the invoice is wrong</bdi></mark>', source)
    action = re.search(r'action="(/snippets/[^"]+/place)"', source)
    assert action is not None
    moved = send(browser, action[1], theme=LOGIN, back=link[1])
    assert "Moved a snippet to login trouble" in moved.text
    undo(browser, moved.text)
    assert "Ignored a snippet" in send(browser, action[1], theme="ignored", back=link[1]).text


def test_who_may_not_see_people_sees_the_points_alone(app: FastAPI, engine: Engine, browser: TestClient) -> None:
    import_rows(engine, "feedback", [item("99", "Dear Ana, the invoice is off. <b>Bye</b>", "A-1")], reporting_currency="USD")
    publish(engine, 2, started=datetime.now(UTC))
    boss = sign_in(app, engine, "leadership")
    link = re.search(r'href="(/feedback/[^"#]+)#', browser.get("/quotes?account=" + account_key("A-1")).text)
    assert link is not None
    assert "<mark" in browser.get(link[1]).text and "Mia Beck" in browser.get(link[1]).text
    seen = boss.get(link[1]).text
    assert "<mark" not in seen and "Mia Beck" not in seen and "not the whole text" in seen
    assert "<form" not in seen.split("<main")[1].split("</main>")[0]


def test_a_reader_compares_and_keeps_views_but_changes_no_theme(app: FastAPI, engine: Engine) -> None:
    boss = sign_in(app, engine, "leadership")
    page = boss.get("/themes").text
    assert 'action="/compare"' in page and "Dismiss" not in page
    assert "/edit" not in boss.get(f"/themes/{EXPORT}").text
    kept = send(boss, "/views", "/themes", name="SMB", address="/themes?segment=smb")
    assert kept.url.query == b"segment=smb" or b"segment=smb" in kept.url.query
    assert 'aria-current="true"><bdi>SMB</bdi>' in kept.text
    assert "SMB</bdi></a>" not in undo(boss, kept.text)


def test_a_shared_view_is_seen_by_others(app: FastAPI, engine: Engine, browser: TestClient) -> None:
    send(browser, "/views", "/themes", name="<Mine>", address="/themes?status=new", shared="1")
    page = sign_in(app, engine, "csm").get("/themes").text
    assert '<a href="/themes?status=new"><bdi>&lt;Mine&gt;</bdi></a>' in page
    assert "by <bdi>" in page


def test_a_page_that_was_opened_before_somebody_elses_edit_loses_none_of_it(browser: TestClient, engine: Engine) -> None:
    opened = browser.get(f"/themes/{EXPORT}").text
    edit(browser, label="Exports die", owner="Bo")
    late = edit(browser, opened, label="export trouble", owner="Ana Lima")
    assert (late.status_code, "omebody has edited the theme since" in late.text) == (409, True)
    assert (theme(engine).label, theme(engine).owner) == ("Exports die", "Bo")


def test_a_label_that_the_machine_changes_meanwhile_is_not_pinned_by_a_form_that_showed_the_old_one(browser: TestClient, engine: Engine) -> None:
    opened = browser.get(f"/themes/{EXPORT}").text
    publish(engine, 2, started=datetime.now(UTC), labels={"export": "Exports get stuck"})
    edit(browser, opened, label="export trouble", owner="Ana Lima")
    assert (theme(engine).label_source, theme(engine).owner) == ("auto", "Ana Lima")
