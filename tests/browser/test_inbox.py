"""The inbox by keyboard alone: twenty in a minute, undone, and a field that fails."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.api.company import import_company, item, publish, theme_id
from voc.db.decisions import list_decisions
from voc.db.session import reading
from voc.usecases.feedback.import_rows import import_rows

MANY = 24
KEYS = ["a", "Enter", "2", "o", "i", "d", "s", "a", "1", "3"]


@pytest.fixture
def ranking(engine: Engine) -> str:
    import_company(engine)
    rows = [item(f"more{n}", f"the export number {n} never ends", f"A-{n % 5 + 1}", day=f"2026-10-{n % 28 + 1:02}") for n in range(MANY)]
    import_rows(engine, "feedback", rows, reporting_currency="USD")
    return publish(engine, started=datetime.now(UTC))


def await_standing(page: Page, engine: Engine, wanted: int) -> None:
    """Acts are sent behind the cards: wait until so many decisions stand."""
    for _ in range(300):
        with reading(engine) as session:
            standing = len([d for d in list_decisions(session) if d.stands])
        if standing == wanted:
            return
        page.wait_for_timeout(100)
    assert standing == wanted


def test_twenty_are_cleared_by_keyboard_alone_and_the_last_comes_back(page: Page, engine: Engine, ranking: str, link: str) -> None:
    page.goto(link)
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page).to_have_url(re.compile("/inbox$"))
    card = page.locator("[data-card]:not([hidden])")
    expect(card).to_be_visible()
    page.wait_for_load_state()  # with its scripts
    seen = set()
    for n in range(20):
        seen.add(card.get_attribute("data-snippet"))
        page.keyboard.press(KEYS[n % len(KEYS)])
        expect(page.locator("[data-done-count]")).to_have_text(str(n + 1))
        expect(card).to_have_count(1)
    assert len(seen) == 20
    expect(page.locator("[data-told]")).to_be_visible()
    await_standing(page, engine, 16)  # the others were marked: done, or put off
    last = card.get_attribute("data-snippet")
    page.keyboard.press("u")
    expect(page.locator("[data-done-count]")).to_have_text("19")
    back = card.get_attribute("data-snippet")
    assert back in seen and back != last
    await_standing(page, engine, 15)
    page.reload()
    assert page.locator("[data-card]").count() == 8
    assert not {c.get_attribute("data-snippet") for c in page.locator("[data-card]").all()} & (seen - {back})


def test_another_theme_a_new_one_a_tag_and_a_note_by_their_keys(page: Page, engine: Engine, ranking: str, link: str) -> None:
    page.goto(link)
    page.goto("/inbox?tab=all")
    card = page.locator("[data-card]:not([hidden])")
    first = card.get_attribute("data-snippet")
    page.keyboard.press("t")
    page.keyboard.type("beta customer")
    page.keyboard.press("Enter")
    expect(card.locator(".chip a")).to_have_text(["beta customer"])
    page.keyboard.press("@")
    page.keyboard.press("Backspace")
    page.keyboard.type("ask them on Monday")
    page.keyboard.press("Enter")
    expect(card.locator(".note")).to_contain_text("ask them on Monday")
    assert card.get_attribute("data-snippet") == first
    page.keyboard.press("c")
    page.keyboard.type("login trouble")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done-count]")).to_have_text("1")
    page.keyboard.press("n")
    page.keyboard.type("Exports that never end")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done-count]")).to_have_text("2")
    expect(page.locator("[data-told]")).to_contain_text("as Exports that never end")
    with reading(engine) as session:
        assert next((d.theme_id, d.into_id) for d in list_decisions(session)) == (theme_id("login"), None)


def test_what_fails_brings_its_card_back(page: Page, ranking: str, link: str) -> None:
    page.goto(link)
    page.goto("/inbox?tab=all")
    card = page.locator("[data-card]:not([hidden])")
    first = card.get_attribute("data-snippet")
    page.keyboard.press("c")
    page.keyboard.type("no such theme")
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_contain_text("There is no theme 'no such theme'")
    expect(card).to_have_attribute("data-snippet", str(first))


@pytest.mark.parametrize("width", [390, 1440])
def test_the_inbox_is_no_wider_than_the_screen(page: Page, ranking: str, link: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(link)
    for path in ("/inbox?tab=all", "/inbox?tab=all&view=list", "/inbox/corrections", "/inbox?tab=mentions"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
