import re
from decimal import Decimal

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from tests.api.company import account_key, import_company, item, publish, theme_id
from tests.api.pages.conftest import sign_in
from tests.usecases.reporting import import_shared_ask
from voc.usecases.feedback.import_rows import import_rows
from voc_api.pages import themes

HOSTILE = "the export <script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} \u202e&amp; fails"


def count_quotes(page: str) -> int:
    return page.count('class="quote"')


def test_before_anything_a_page_says_what_to_do(browser: TestClient) -> None:
    for address in ("/", "/themes", "/accounts", "/quotes", "/reports"):
        page = browser.get(address).text
        assert "Bring in accounts" in page and "Bring in feedback" in page and "Try it with the sample company" in page
        assert "Find themes" not in page


def test_with_feedback_and_no_ranking_it_asks_for_the_refresh(browser: TestClient, app: FastAPI, engine: Engine) -> None:
    import_company(engine)
    page = browser.get("/themes").text
    assert "Find themes</button>" in page and "✓ 5 are in" in page
    assert "sample company" not in page
    reader = sign_in(app, engine, "leadership").get("/themes").text
    assert "Find themes</button>" not in reader and 'href="/imports"' not in reader


def test_themes_are_ranked_with_their_figures(browser: TestClient, published: str) -> None:
    page = browser.get("/").text
    assert re.findall(r"data-open><bdi>([^<]+)", page) == ["export trouble", "login trouble", "invoice trouble"]
    assert "$157K" in page
    assert 'title="$157,000"' in page
    assert "As of Oct 31, 2026" in page
    assert "Why this rank" in page


def test_every_number_opens_as_many_quotes(browser: TestClient, published: str) -> None:
    for address in ("/themes", "/themes?source=zendesk", "/themes?segment=smb", "/themes?since=2026-10-01", "/accounts", f"/themes/{theme_id('export')}"):
        links = re.findall(r'href="(/quotes\?[^"]*)">(\d+)</a>', browser.get(address).text)
        assert links
        for link, number in links:
            opened = browser.get(link.replace("&amp;", "&")).text
            assert count_quotes(opened) == int(number), (address, link)


def test_snippets_in_no_theme_are_a_number_that_opens_them(browser: TestClient, engine: Engine) -> None:
    import_company(engine)
    import_rows(engine, "feedback", [item("99", "something else altogether", "A-1")], reporting_currency="USD")
    publish(engine)
    page = browser.get("/themes").text
    assert '<a href="/quotes?unthemed=1">1 snippet in no theme</a>' in page
    opened = browser.get("/quotes?unthemed=1").text
    assert count_quotes(opened) == 1
    assert "something else altogether" in opened


def test_filters_live_in_the_address_and_empty_ones_do_not(browser: TestClient, published: str) -> None:
    response = browser.get("/themes?source=&segment=smb&q=&sort=")
    assert (response.status_code, response.headers["location"]) == (303, "/themes?segment=smb")
    page = browser.get("/themes?segment=smb").text
    assert '<option value="smb" selected>' in page
    assert "invoice trouble" not in page
    assert f'href="/themes/{theme_id("export")}?segment=smb"' in page
    assert "No theme fits" in browser.get("/themes?least_arr=10,000,000").text
    assert re.findall(r"data-open><bdi>([^<]+)", browser.get("/themes?sort=label").text)[0] == "export trouble"
    assert re.findall(r"data-open><bdi>([^<]+)", browser.get("/themes?q=login").text) == ["login trouble"]


@pytest.mark.parametrize(
    "address",
    ["/themes?kind=gossip", "/themes?since=yesterday", "/themes?sort=luck", "/themes?scope=huge", "/themes?least_arr=NaN",
     "/themes?page=0", "/themes?page=99999999999", "/quotes?since=2026-13-01", "/accounts?sort=x",
     "/themes?q=" + "x" * 600, "/reports/2030-01", "/reports/nonsense"],
)  # fmt: skip
def test_a_filter_that_cannot_be_read_is_told_in_words(browser: TestClient, published: str, address: str) -> None:
    response = browser.get(address)
    assert response.status_code == 422
    assert response.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in response.text


@pytest.mark.parametrize("address", ["/themes/thm_nothing", "/accounts/acc_nothing"])
def test_what_is_not_there_is_a_page_that_says_so(browser: TestClient, published: str, address: str) -> None:
    response = browser.get(address)
    assert response.status_code == 404
    assert "Not found" in response.text


def test_a_themes_points_add_up_and_so_does_its_arr(browser: TestClient, published: str) -> None:
    page = browser.get(f"/themes/{theme_id('export')}").text
    score = page[page.index('id="score"') : page.index('id="scope"')]
    points = [Decimal(p) for p in re.findall(r'class="number">([\d.]+)</td>', score)]
    assert sum(points[:-1]) == points[-1]
    accounts = page[page.index('id="accounts"') : page.index('id="quotes"')]
    assert accounts.count("$157,000") == 3  # ARR, ARR when last said, and the theme's own figure
    assert [a for a in ("Alder", "Birch", "Cedar") if f"<bdi>{a}</bdi>" in accounts] == ["Alder", "Birch", "Cedar"]
    assert accounts.count("≤ 90 days") == 3


def test_a_quote_comes_with_its_origin(browser: TestClient, published: str) -> None:
    page = browser.get(f"/quotes?theme={theme_id('login')}").text
    assert count_quotes(page) == 3
    assert "no known account" in page
    assert "Oct 15, 2026" in page
    assert "source: <bdi>zendesk</bdi>" in page
    assert "hidden.person" not in page


def test_accounts_are_filtered_and_summed(browser: TestClient, published: str) -> None:
    page = browser.get("/accounts?segment=enterprise").text
    assert "2 accounts under these filters with $150,000 of ARR" in page
    assert "Cedar" not in page
    assert "No account fits" in browser.get("/accounts?q=zzz").text


def test_an_accounts_health_adds_up_and_every_part_has_its_day(browser: TestClient, published: str) -> None:
    page = browser.get(f"/accounts/{account_key('A-1')}").text
    health = page[page.index('id="health"') : page.index('id="quotes"')]
    points = [Decimal(p.replace("−", "-").replace("+", "")) for p in re.findall(r'class="number">([-+−\d.]+)</td>', health)]
    assert points[0] == 50
    assert sum(points[:-1]) == points[-1]
    assert "Sep 15, 2026" in health
    assert "Deal lost: $5,000" in page
    assert "active users" not in page[page.index('id="timeline"') :].lower()
    signals = browser.get(f"/accounts/{account_key('A-1')}?type=signal").text
    assert "Active users 12" in signals


def test_customers_words_stay_words_on_every_page(browser: TestClient, engine: Engine) -> None:
    import_company(engine)
    evil = [{**item(f"e{n}", HOSTILE, f"A-{n}", source="<b>desk", day="2026-10-30"), "url": "javascript:alert(3)"} for n in range(1, 6)]
    import_rows(engine, "feedback", evil, reporting_currency="USD")
    publish(engine, labels={"export": HOSTILE})
    for address in ("/themes", f"/themes/{theme_id('export')}", "/quotes", f"/accounts/{account_key('A-1')}", "/reports/2026-10", "/reports/2026-10/file.html"):
        page = browser.get(address).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<b>desk" not in page
        assert 'href="javascript' not in page
        assert "7*7" in page


def test_a_report_is_a_draft_then_approved_then_frozen_and_then_stays(browser: TestClient, engine: Engine, published: str) -> None:
    import_shared_ask(engine)
    publish(engine, 3)
    draft = browser.get("/reports/2026-10").text
    assert "Nobody has approved it yet" in draft
    token, seen = re.search(r'name="csrf" value="(\w+)"', draft), re.search(r'name="sha256" value="(\w+)"', draft)
    assert token is not None and seen is not None
    form = {"csrf": token[1], "version": "1"}
    assert browser.post("/reports/2026-10/approve", data={**form, "csrf": "forged"}).status_code == 403
    assert browser.post("/reports/2026-10/freeze", data=form).status_code == 409
    assert browser.post("/reports/2026-10/approve", data={**form, "sha256": "0" * 64}).status_code == 409
    decided = {**form, "theme_id": theme_id("export"), "decision": "<b>Queue</b> exports", "owner": "Ana"}
    assert browser.post("/reports/2026-10/decide", data=decided).headers["location"] == "/reports/2026-10#decide-here"
    assert browser.post("/reports/2026-10/approve", data={**form, "sha256": seen[1]}).status_code == 409  # a decision was noted since
    assert browser.post("/reports/2026-10/approve", data=form).headers["location"] == "/reports/2026-10"
    assert "Approved by <bdi>Some pm</bdi>" in browser.get("/reports/2026-10").text
    assert browser.post("/reports/2026-10/freeze", data=form).headers["location"] == "/reports/2026-10"
    before = browser.get("/reports/2026-10").text
    assert "Fingerprint" in before
    assert "&lt;b&gt;Queue&lt;/b&gt; exports" in before
    assert browser.post("/reports/2026-10/withdraw", data=form).status_code == 409
    assert browser.post("/reports/2026-10/decide", data=decided).status_code == 409
    import_rows(engine, "feedback", [item(f"n{n}", "the export again", "A-5", day="2026-10-30") for n in range(9)], reporting_currency="USD")
    publish(engine, 4, {"export": "Renamed"})
    assert browser.get("/reports/2026-10").text == before
    assert "Renamed" in browser.get("/themes").text
    assert re.search(r"October 2026</a></th><td>frozen", browser.get("/reports").text)
    assert browser.get("/reports/2026-10/file.md").text.startswith("# Voice of customer, October 2026")


def test_html_is_well_formed_enough_to_have_one_heading_and_labels(browser: TestClient, published: str) -> None:
    for address in (
        "/themes",
        f"/themes/{theme_id('export')}",
        "/quotes",
        "/accounts",
        f"/accounts/{account_key('A-1')}",
        "/reports",
        "/reports/2026-10",
        "/sign-in",
    ):
        page = browser.get(address).text
        assert page.count("<h1") == 1, address
        assert '<html lang="en">' in page
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address
        assert not re.search(r"<th(?![^>]*scope=)[ >]", page), address


@pytest.mark.parametrize(
    "address", ["/themes?since={}", "/themes?until={}", "/themes?as_of={}", "/quotes?since={}", "/retention?until={}", "/silence?until={}"]
)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_at_the_edge_of_the_calendar_is_refused(browser: TestClient, published: str, address: str, day: str) -> None:
    assert browser.get(address.format(day)).status_code == 422


def test_what_an_account_said_again_in_the_same_words_is_shown_once(browser: TestClient, engine: Engine, published: str) -> None:
    again = [item(f"again{n}", "The export dies after ten minutes", "A-1", day=f"2026-10-1{n}") for n in range(3)]
    import_rows(engine, "feedback", [*again, item("other", "the export dies after ten minutes", "A-2")], reporting_currency="USD")
    publish(engine, 2)
    page = browser.get(f"/themes/{theme_id('export')}").text.lower()
    assert page.split('id="quotes"')[1].split("</section>")[0].count("the export dies after ten minutes") == 2


SEEN = {"accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize("failure", [OperationalError("SELECT", {}, Exception("no such column: x")), RuntimeError("nobody foresaw it")])
def test_what_fails_is_a_page_to_a_browser_and_a_problem_to_a_program(
    browser: TestClient, app: FastAPI, published: str, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(themes, "list_choices", fail)
    browser = TestClient(app, cookies=browser.cookies, raise_server_exceptions=False)
    page, document = browser.get("/themes", headers=SEEN), browser.get("/themes")
    assert page.status_code == document.status_code >= 500
    assert page.headers["content-type"].startswith("text/html") and 'role="alert"' in page.text
    assert page.headers["content-security-policy"] == document.headers["content-security-policy"]
    assert document.headers["content-type"] == "application/problem+json"
    assert "nobody foresaw" not in page.text


def test_an_address_for_forms_alone_is_a_page_that_says_so(browser: TestClient) -> None:
    answer = browser.get("/notes", headers=SEEN)
    assert answer.status_code == 405 and answer.headers["allow"] == "POST"
    assert answer.headers["content-type"].startswith("text/html") and "Not found" in answer.text
    assert "Not found" in browser.get("/nothing/here", headers=SEEN).text


def test_a_form_that_a_script_sends_is_told_where_to_go_on(browser: TestClient, published: str) -> None:
    token = re.search(r'name="csrf" value="(\w+)"', browser.get(f"/themes/{theme_id('export')}").text)
    assert token is not None
    sent = {"csrf": token[1], "on": theme_id("export"), "text": "Ask about it", "back": f"/themes/{theme_id('export')}#notes-title"}
    answer = browser.post("/notes", data=sent, headers={"x-voc-form": "1"})
    assert answer.status_code == 204 and re.search(r"done=chg_\w+#notes-title$", answer.headers["location"])
    browser.cookies.clear()
    refused = browser.post("/notes", data=sent, headers={"x-voc-form": "1"})
    assert refused.status_code == 401 and "signed out" in refused.text


def test_a_quote_in_another_language_says_in_which(browser: TestClient, engine: Engine) -> None:
    import_company(engine)
    german = "Der Export der großen Tabelle bricht leider jedes Mal nach tausend Zeilen ab"
    import_rows(engine, "feedback", [item("98", german, "A-1") | {"language": "de"}], reporting_currency="USD")
    publish(engine)
    page = browser.get("/quotes").text
    assert f'<bdi lang="de">{german}</bdi>' in page
    assert page.count("<span>in German</span>") == 1
    assert "in English" not in page
