"""A product manager curates by keyboard: looks behind a row, merges what is ticked, undoes it, splits, and finds all of it folded on a phone."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.api.company import account_key, import_company, publish, theme_id

EXPORT = theme_id("export")


@pytest.fixture(autouse=True)
def ranking(engine: Engine) -> str:
    import_company(engine)
    return publish(engine, started=datetime.now(UTC))


def undo(page: Page) -> None:
    """By its key, once the page that offers it has its scripts."""
    page.wait_for_load_state()
    page.keyboard.press("u")


def test_themes_are_merged_by_keys_alone_and_come_apart_again(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("#bulk")).to_be_hidden()
    for key in ("j", "x", "j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#bulk")).to_contain_text("2 ticked")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge themes")
    expect(page.locator("table.preview .after").first).to_contain_text("$157,0")
    page.get_by_role("button", name="Merge 2 themes").click()
    expect(page.locator(".toast")).to_contain_text("Merged invoice trouble into export trouble")
    undo(page)
    expect(page.locator(".toast")).to_contain_text("Undid")
    page.goto("/themes")
    expect(page.get_by_text("Becomes part of")).to_have_count(0)


def test_space_shows_what_is_behind_a_row_and_gives_the_focus_back(page: Page, link: str) -> None:
    page.goto(link)
    page.keyboard.press("j")
    page.keyboard.press(" ")
    drawer = page.get_by_role("dialog", name="Evidence")
    expect(drawer).to_contain_text("the export dies after ten minutes")
    expect(drawer).to_contain_text("$100,000")
    expect(drawer.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("link", name="export trouble", exact=True)).to_be_focused()
    page.keyboard.press(" ")
    expect(drawer).to_be_visible()
    page.keyboard.press(" ")
    expect(drawer).to_be_hidden()


def test_a_split_is_previewed_while_it_is_chosen(page: Page, link: str) -> None:
    page.goto(link)
    page.goto(f"/themes/{EXPORT}/split")
    page.get_by_label("export to csv is slow").last.check()
    expect(page.locator("#preview .after").last).to_contain_text("$50,00")
    page.get_by_role("button", name="Split it off").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("split off")
    undo(page)
    expect(page.locator(".toast")).to_contain_text("Undid")
    expect(page.get_by_role("heading", level=1)).to_contain_text("export trouble")


def test_a_view_is_kept_and_taken_again(page: Page, link: str) -> None:
    page.goto(link)
    page.goto("/themes?segment=smb")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name").fill("Small ones")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast")).to_be_visible()
    page.goto("/themes")
    page.get_by_role("link", name="Small ones").click()
    expect(page).to_have_url(re.compile(r"/themes\?segment=smb$"))


@pytest.mark.parametrize("width", [390, 1440])
def test_the_filters_take_no_screen_on_a_phone(page: Page, link: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(link)
    for path in ("/themes", "/quotes", "/accounts"):
        page.goto(path)
        source = page.locator("form.filters select").first
        if width > 400:
            expect(source).to_be_visible()
        else:
            expect(source).to_be_hidden()
            page.get_by_text("Filters", exact=True).click()
            expect(source).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_curating_is_wider_than_the_screen(page: Page, link: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(link)
    both = f"theme={EXPORT}&theme={theme_id('login')}"
    page.goto(f"/themes/{EXPORT}")
    source = page.get_by_role("link", name="in its context").first.get_attribute("href")
    for path in (f"/merge?{both}", f"/compare?{both}", f"/themes/{EXPORT}/split", f"/themes/{EXPORT}/evidence", str(source)):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_refused_note_keeps_its_words_and_says_why(page: Page, link: str) -> None:
    page.goto(link)
    page.goto(f"/themes/{EXPORT}")
    note = page.locator("textarea[name=text]")
    note.fill("Ask @nobody.here about the export")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("alert")).to_contain_text("nobody.here")
    expect(note).to_have_value("Ask @nobody.here about the export")
    note.fill("Ask about the export")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".toast")).to_contain_text("note")


def test_who_was_signed_out_meanwhile_keeps_the_words(page: Page, link: str) -> None:
    page.goto(link)
    page.goto(f"/themes/{EXPORT}")
    note = page.locator("textarea[name=text]")
    note.fill("Ask about the export")
    page.context.clear_cookies()
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("alert")).to_contain_text("signed out")
    expect(note).to_have_value("Ask about the export")


def test_a_form_goes_on_at_its_place_in_the_page(page: Page, link: str) -> None:
    page.goto(link)
    page.goto(f"/accounts/{account_key('A-1')}")
    page.get_by_text("Say otherwise").click()
    page.get_by_label("Because").fill("Their sponsor left.")
    page.get_by_label("Until", exact=True).fill(f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}")
    page.get_by_role("button", name="Say so").click()
    expect(page).to_have_url(re.compile(r"done=chg_.*#health$"))
    expect(page.locator("#health")).to_be_in_viewport()
