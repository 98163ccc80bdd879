"""People get in, and find what they came for: the first user, leadership, and somebody who searches."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.api.company import account_key, import_company, item, publish, theme_id
from voc.db.session import transaction
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.people.add_user import add_user
from voc.usecases.people.set_password import hash_password
from voc.usecases.people.sign_in import create_sign_in_link

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def ranking(engine: Engine) -> None:
    import_company(engine)
    import_rows(engine, "feedback", [item("mail", "Write to mia.beck@writer.example about the export.", "A-1")], reporting_currency="USD")
    publish(engine, started=datetime.now(UTC))


def test_the_first_user_comes_by_the_printed_link_and_later_by_password(page: Page, engine: Engine) -> None:
    with transaction(engine) as session:
        token = create_sign_in_link(session, "admin", "first sign-in", datetime.now(UTC))
    page.goto(f"/sign-in?token={token}")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Name").fill("Ana Lima")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the user").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Themes")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail").fill("Ana@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    expect(page.get_by_text("Ana Lima")).to_be_visible()
    third = page.locator("tbody tr[data-row]").nth(2)
    third.locator("[data-open]").click()
    page.locator("section[aria-labelledby=accounts] tbody tr").first.get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quotes")
    expect(page.locator(".quote").first).to_contain_text("invoice")


def test_leadership_reads_and_sees_nobody_who_wrote(page: Page, engine: Engine) -> None:
    with transaction(engine) as session:
        add_user(session, "lea@example.com", "Lea", "leadership", datetime.now(UTC), password_hash=hash_password(PASSWORD, "lea@example.com"))
    page.goto("/sign-in?next=/reports")
    page.get_by_label("E-mail").fill("lea@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports")
    page.get_by_role("link", name="October 2026").click()
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    offered = page.locator(".top nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert not {"/inbox", "/imports"} & set(offered)
    theme, account = theme_id("export"), account_key("A-1")
    for path in (*offered, f"/themes/{theme}", f"/themes/{theme}/evidence", f"/accounts/{account}", "/quotes", "/search?q=export", "/reports/2026-10"):
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        assert not re.search(r"mia|beck|writer\.example", page.content(), re.IGNORECASE), path


def test_a_search_becomes_a_theme_and_is_undone(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("What customers said").fill("exports")
    page.keyboard.press("Enter")
    expect(page.locator(".quote mark").first).to_have_text(re.compile("^exports?$", re.IGNORECASE))
    expect(page.locator(".bulk")).to_be_hidden()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_label("New theme of what is ticked").fill("Exports that break off")
    page.get_by_role("button", name="Make the theme").click()
    expect(page.locator(".toast")).to_contain_text("Exports that break off")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undid")
