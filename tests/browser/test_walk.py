import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.api.company import item, publish, rank_company, theme_id
from voc.usecases.feedback.import_rows import import_rows

HOSTILE = "the export <script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)> \u202efails"


@pytest.fixture
def ranking(engine: Engine) -> str:
    return rank_company(engine)


def test_a_product_manager_walks_from_the_ranking_to_the_report(page: Page, ranking: str, link: str) -> None:
    page.goto(link)
    expect(page).to_have_url(re.compile("/themes$"))
    page.get_by_role("link", name="export trouble", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("export trouble")
    page.locator("dl.facts").get_by_role("link", name="4", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quotes")
    expect(page.locator(".quote")).to_have_count(4)
    page.get_by_role("link", name="Birch").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Birch")
    expect(page.get_by_role("heading", name="Health")).to_be_visible()
    page.get_by_role("link", name="Reports").click()
    page.get_by_role("link", name="October 2026").click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Freeze …").click()
    expect(page.get_by_text("never changes again")).to_be_visible()
    page.get_by_role("button", name="Freeze for ever").click()
    expect(page.get_by_text("Fingerprint")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("October 2026")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in$"))


def test_keys_move_and_open(page: Page, ranking: str, link: str) -> None:
    page.goto(link)
    page.keyboard.press("j")
    page.keyboard.press("w")
    expect(page.locator("details.why").first).to_have_attribute("open", "")
    page.keyboard.press("j")
    expect(page.locator("tr.on")).to_contain_text("login trouble")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("export trouble")


def test_a_filter_is_a_link(page: Page, ranking: str, link: str) -> None:
    page.goto(link)
    page.get_by_label("Segment").select_option("smb")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"/themes\?segment=smb$"))
    expect(page.locator("tbody tr[data-row]")).to_have_count(2)


def test_hostile_words_stay_text(page: Page, engine: Engine, ranking: str, link: str) -> None:
    rows = [{**item(f"e{n}", HOSTILE, f"A-{n}", day="2026-10-30"), "url": "javascript:alert(4)"} for n in range(1, 5)]
    import_rows(engine, "feedback", rows, reporting_currency="USD")
    publish(engine, 2, {"export": HOSTILE})
    page.goto(link)
    for path in ("/themes", f"/themes/{theme_id('export')}", f"/quotes?theme={theme_id('export')}", "/reports/2026-10"):
        page.goto(path)
        expect(page.get_by_text("alert(1)").first).to_be_attached()
        assert page.locator("main script, main img, main svg[onload], a[href^='javascript']").count() == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_screen(page: Page, ranking: str, link: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(link)
    for path in ("/themes", f"/themes/{theme_id('export')}", "/quotes", "/accounts", "/reports", "/reports/2026-10"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_why_a_theme_ranks_where_it_does_opens_in_place(page: Page, ranking: str, link: str) -> None:
    page.goto(link)
    page.get_by_text("Why this rank").first.click()
    expect(page.get_by_text("3 accounts of 5 raised it")).to_be_visible()


def test_a_phone_shows_the_rank_of_each_theme(page: Page, ranking: str, link: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(link)
    ranks = page.locator("table.themes > tbody > tr > td[data-label=Rank]")
    for place in range(3):
        expect(ranks.nth(place)).to_be_visible()
        expect(ranks.nth(place)).to_have_text(re.compile(rf"^{place + 1}\d+ to \d+$"))
