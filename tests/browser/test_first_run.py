"""From the sign-in link to the first ranking on own files, whose columns are called in no system's words: every click is counted."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine

from tests.working import work_all

MOST_CLICKS = 12
FIRMS = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"]
SAID = ["The export of long reports dies every day", "Our export of reports fails with long lists", "Please mend the export of long reports"]


class Clicks:
    """Clicks, and counts them; choosing files or an option is one."""

    def __init__(self) -> None:
        self.number = 0

    def on(self, what: Locator) -> None:
        what.click()
        self.number += 1

    def choose(self, field: Locator, *files: Path) -> None:
        field.set_input_files(files)
        self.number += 1

    def option(self, field: Locator, value: str) -> None:
        field.select_option(value)
        self.number += 1


def own_files(folder: Path) -> list[Path]:
    firms, said = folder / "our firms.csv", folder / "spring.csv"
    firms.write_text("Company,Website,ACV\n" + "".join(f"{name},{name.lower()}.example,{1000 + 7 * n}\n" for n, name in enumerate(FIRMS)))
    rows = [f"2026-11-{n + 1:02},{SAID[n % 3]},ana@{FIRMS[n % 6].lower()}.example\n" for n in range(18)]
    said.write_text("When,Comment,Mail\n" + "".join(rows))
    return [firms, said]


def test_own_files_are_ranked_in_few_clicks(page: Page, engine: Engine, link: str, tmp_path: Path) -> None:
    clicks = Clicks()
    page.goto(link)
    expect(page.get_by_role("heading", name="Three steps to the first ranking")).to_be_visible()
    clicks.on(page.get_by_role("link", name="Bring in accounts"))
    clicks.choose(page.get_by_label("Or choose them"), *own_files(tmp_path))
    clicks.on(page.get_by_role("button", name="Look at them"))
    expect(page.get_by_role("heading", name="accounts, with 'Company' as name, 'ACV' as arr")).to_be_visible()
    clicks.on(page.get_by_role("link", name="Say what each column is"))
    expect(page.get_by_label("Field of Comment")).to_have_value("text")
    clicks.option(page.locator("select[name=set_kind]"), "review")
    clicks.on(page.get_by_role("button", name="Look again"))
    clicks.on(page.get_by_role("button", name="Use it like this"))
    expect(page.get_by_text("18 new")).to_be_visible()
    clicks.on(page.get_by_role("button", name="Import all"))
    expect(page.get_by_role("heading", name="Coming in")).to_be_visible()
    assert work_all(engine) == ["import", "import"]
    expect(page.get_by_text("18 added, 0 updated, 0 unchanged")).to_be_visible()  # the page asks again by itself
    expect(page.get_by_text("without an account")).to_have_count(0)
    clicks.on(page.get_by_role("button", name="Find themes"))
    expect(page).to_have_url(re.compile("/themes"))
    work_all(engine)
    clicks.on(page.get_by_role("link", name="Show the new figures"))
    expect(page.get_by_role("heading", level=1, name="Themes")).to_be_visible()
    expect(page.locator("[data-row]").first).to_be_visible()
    print(f"clicks: {clicks.number}")
    assert clicks.number <= MOST_CLICKS


def test_files_may_be_dropped_onto_the_form(page: Page, engine: Engine, link: str) -> None:
    page.goto(link)
    page.goto("/imports")
    page.evaluate(
        """() => {
          const files = new DataTransfer();
          files.items.add(new File(["account_id,name\\n1,Alder\\n"], "<b>firms</b>.csv"));
          document.querySelector("form[data-drop]").dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: files}));
        }"""
    )
    expect(page.locator("[data-names]")).to_have_text("<b>firms</b>.csv")
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_role("heading", name="accounts in voc's own columns")).to_be_visible()
