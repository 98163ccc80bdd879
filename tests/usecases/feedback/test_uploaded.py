"""An import that has ended takes its files away, and leaves those of others."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.usecases.tools import tools_with
from voc.db.jobs import get_job
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.sources.layout import Layout
from voc.usecases.feedback.request_import import request_import
from voc.usecases.feedback.uploaded import folder_of, list_uploaded, own_name
from voc.usecases.work_job import work_job

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
ACCOUNTS = "account_id,name,arr\n1,Alder,5\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "uploads" / ("0a" * 16)
    made.mkdir(parents=True)
    return made


def put(folder: Path, name: str, content: str = ACCOUNTS) -> Path:
    (folder / name).write_text(content)
    return folder / name


def bring(engine: Engine, path: Path, layout: Layout | None = None, **said: bool) -> str:
    with transaction(engine) as session:
        return request_import(session, "accounts", str(path), NOW, layout=layout or Layout(), **said)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def test_a_folder_goes_with_its_last_file(engine: Engine, folder: Path) -> None:
    jobs = [bring(engine, put(folder, name)) for name in ("a.csv", "b.csv")]
    put(folder, ".choices.json", "{}")
    assert work_job(engine, jobs[0], tools_with(Outlets()))
    assert names(folder) == [".choices.json", "b.csv"]
    assert work_job(engine, jobs[1], tools_with(Outlets()))
    assert not folder.exists()


def test_rejected_rows_stay_where_they_are(engine: Engine, folder: Path) -> None:
    job = bring(engine, put(folder, "a.csv", ACCOUNTS + "2,,5\n"))
    assert work_job(engine, job, tools_with(Outlets()))
    assert names(folder) == ["a.rejects.csv"]
    assert list_uploaded(folder) == []


def test_what_nobody_imported_stays(engine: Engine, folder: Path) -> None:
    job = bring(engine, put(folder, "a.csv"))
    put(folder, "later.csv")
    assert work_job(engine, job, tools_with(Outlets()))
    assert names(folder) == ["later.csv"]


def test_a_file_that_another_job_reads_stays(engine: Engine, folder: Path) -> None:
    job = bring(engine, put(folder, "a.csv"))
    bring(engine, folder / "a.csv", dry_run=True, keep=True)
    assert work_job(engine, job, tools_with(Outlets()))
    assert names(folder) == ["a.csv"]


def test_files_that_belong_together_go_together(engine: Engine, folder: Path) -> None:
    job = bring(engine, put(folder, "a.csv"), Layout(beside={"rows": [put(folder, "b.csv", "account_id,name\n2,Birch\n")]}))
    assert work_job(engine, job, tools_with(Outlets()))
    assert not folder.exists()


def test_an_import_that_failed_for_good_takes_its_files_with_it(engine: Engine, folder: Path) -> None:
    job = bring(engine, put(folder, "a.csv", "colour\nred\n"))
    put(folder, "other.csv")
    assert work_job(engine, job, tools_with(Outlets()))
    with reading(engine) as session:
        assert get_job(session, job).state == "failed"
    assert names(folder) == ["other.csv"]


def test_a_job_of_an_older_version_still_runs_and_names_no_file(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "uploads" / f"{'0a' * 16}.csv"
    path.parent.mkdir()
    path.write_text(ACCOUNTS)
    job = bring(engine, path)
    assert work_job(engine, job, tools_with(Outlets()))
    assert not path.exists()
    assert (folder_of(path), own_name(path)) == (None, "")


def test_only_an_uploads_folder_is_one(tmp_path: Path) -> None:
    assert folder_of(tmp_path / "a.csv") is None
    inside = tmp_path / "uploads" / ("0a" * 16) / "unpacked" / "a.csv"
    assert folder_of(inside) == inside.parent.parent
