"""The first run: three steps, and a sample company that comes and goes by a click."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import count_feedback, import_company
from tests.api.pages.conftest import sign_in
from tests.api.pages.test_imports import token_of
from tests.working import work_all
from voc.db.import_counts import count_kinds
from voc.db.session import reading
from voc.usecases import sample_company


@pytest.fixture
def engine(sqlite_engine: Engine, empty_tables: Callable[[Engine], None]) -> Engine:
    """What the database says is tested elsewhere."""
    empty_tables(sqlite_engine)
    return sqlite_engine


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample company of a few rows: what is tested is its coming and going."""
    folder, whole = tmp_path / "sample", sample_company.find_sample()
    folder.mkdir()
    for _, name in sample_company.FILES:
        lines = (whole / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(lines[: 120 if name.endswith("jsonl") else 40]), encoding="utf-8")
    monkeypatch.setattr(sample_company, "find_sample", lambda: folder)
    return folder


def counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        return dict(count_kinds(session))


def test_the_sample_company_comes_with_a_ranking_and_goes_without_a_trace(browser: TestClient, engine: Engine, small: Path) -> None:
    assert "Try it with the sample company" in browser.get("/").text
    assert browser.post("/sample", data={"csrf": token_of(browser)}).status_code == 303
    assert "Throw the sample away" in browser.get("/").text
    assert browser.post("/sample/removal", data={"csrf": token_of(browser)}).status_code == 409
    done = work_all(engine)
    assert done[:7] == ["import"] * 7 and "publish" in done
    with (small / "accounts.csv").open(encoding="utf-8") as file:
        assert counts(engine)["accounts"] == len(list(csv.DictReader(file)))
    assert (small / "feedback.jsonl").exists()
    page = browser.get("/").text
    assert "<h1>Themes</h1>" in page and "Throw the sample away" in page
    assert "As of Oct 31, 2026" in page
    gone = browser.post("/sample/removal", data={"csrf": token_of(browser)})
    assert gone.status_code == 303, gone.text
    assert set(counts(engine).values()) == {0}
    assert "Try it with the sample company" in browser.get("/").text
    work_all(engine)
    assert "Three steps" in browser.get("/").text


def test_it_can_be_tried_again_after_it_was_thrown_away(browser: TestClient, engine: Engine, small: Path) -> None:
    for _ in range(2):
        assert browser.post("/sample", data={"csrf": token_of(browser)}).status_code == 303
        work_all(engine)
        assert count_feedback(engine) > 0
        assert browser.post("/sample/removal", data={"csrf": token_of(browser)}).status_code == 303
        assert count_feedback(engine) == 0


def test_it_is_not_mixed_with_what_is_there(browser: TestClient, app: FastAPI, engine: Engine) -> None:
    import_company(engine)
    assert browser.post("/sample", data={"csrf": token_of(browser)}).status_code == 409
    assert sign_in(app, engine, "leadership").post("/sample", data={"csrf": "x"}).status_code == 403
    assert "Throw the sample away" not in browser.get("/").text
