"""An admin's and a product manager's walks through settings and imports, in a real browser."""

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.api.company import count_feedback, rank_company
from tests.usecases.tools import tools_with
from voc.db.jobs import list_jobs
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.usecases.people.sign_in import create_sign_in_link
from voc.usecases.work_job import work_job


def enter(page: Page, engine: Engine, role: str, where: str) -> None:
    with transaction(engine) as session:
        token = create_sign_in_link(session, role, "Ada", datetime.now(UTC))
    page.goto(f"/sign-in?token={token}&next={where}")


def test_an_admin_makes_a_key_and_reads_the_roadmap_with_it(page: Page, engine: Engine, address: str) -> None:
    rank_company(engine)
    enter(page, engine, "admin", "/settings")
    page.get_by_role("link", name="API keys").click()
    page.get_by_label("What it is for").fill("roadmap")
    page.get_by_role("button", name="Make the key").click()
    key = page.get_by_label("Key", exact=True).input_value()
    answer = page.request.get(f"{address}/api/v1/roadmap", headers={"Authorization": f"Bearer {key}"})
    assert answer.json()["data"]
    page.locator("summary", has_text="Revoke").click()
    page.get_by_role("button", name="It opens nothing").click()
    expect(page.get_by_role("status")).to_contain_text("Revoked the key roadmap")
    assert page.request.get(f"{address}/api/v1/roadmap", headers={"Authorization": f"Bearer {key}"}).status == 401


def test_weights_are_previewed_as_they_are_typed_and_stored_by_one_click(page: Page, engine: Engine) -> None:
    rank_company(engine)
    enter(page, engine, "admin", "/settings/weights")
    expect(page.get_by_role("button", name="Let these weights count")).to_have_count(0)
    for part in ("Affected ARR", "Reach", "Renewal", "Severity", "Breadth"):
        page.get_by_label(part).fill("0")
    expect(page.get_by_role("button", name="Let these weights count")).to_be_visible()
    page.get_by_role("button", name="Let these weights count").click()
    expect(page.get_by_label("Reach")).to_have_value("0")
    expect(page.get_by_text("The ranking was made by other weights.")).to_be_visible()
    page.wait_for_load_state()  # the keys are a script's, which comes after the text
    page.keyboard.press("u")
    expect(page.get_by_label("Reach")).to_have_value("25")


def test_a_product_manager_names_the_columns_and_imports(page: Page, engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("Where,Nr,kind,occurred_at,text\nzendesk,1,ticket,2026-10-01,dies\nzendesk,2,ticket,soon,dies\n")
    enter(page, engine, "pm", "/imports")
    page.get_by_label("Or choose them").set_input_files(file)
    expect(page.get_by_text("tickets.csv")).to_be_visible()
    page.get_by_role("button", name="Look at them").click()
    expect(page.get_by_label("Field of Nr")).to_have_value("external_id")  # it is guessed
    expect(page.get_by_label("source", exact=True)).to_have_value("tickets")
    page.get_by_label("Field of Where").select_option("source")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("1 would be added, 0 updated, 0 unchanged, 1 rejected")).to_be_visible()
    page.get_by_role("button", name="Import the file").click()
    expect(page).to_have_url(re.compile(r"/imports/jobs/job_"))
    with reading(engine) as session:
        (job,) = list_jobs(session, ["import"], 10)
    assert work_job(engine, job.id, tools_with(Outlets()))
    expect(page.get_by_role("heading", name="Rejected rows")).to_be_visible()  # the page asks again by itself
    assert count_feedback(engine) == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all 1").click()
    assert "2026-01-31" in download.value.path().read_text()
