"""The sample company comes and goes as a whole, on both databases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.usecases.tools import tools_with
from voc.db.changes import get_change
from voc.db.import_counts import count_kinds
from voc.db.jobs import list_open_jobs
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError
from voc.usecases import sample_company
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.feedback.list_imports import list_imports
from voc.usecases.sample_company import FILES, find_sample, has_sample, request_sample, throw_sample_away
from voc.usecases.work_job import work_job

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
ASKER = Principal("usr_a", "Ana", Role.PM)


@pytest.fixture(autouse=True)
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows of each of its files."""
    whole = find_sample()
    for _, name in FILES:
        lines = (whole / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / name).write_text("".join(lines[:30]), encoding="utf-8")
    monkeypatch.setattr(sample_company, "find_sample", lambda: tmp_path)


def bring(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        ids = request_sample(session, NOW)
    for job_id in ids:
        assert work_job(engine, job_id, tools_with(Outlets()))
    return ids


def test_it_is_there_and_gone_again_and_each_import_says_that_it_was_undone(engine: Engine) -> None:
    assert len(bring(engine)) == len(FILES)
    with reading(engine) as session:
        assert has_sample(session)
        assert all(count_kinds(session).values())
        assert [job.payload["as_of"][:10] for job in list_open_jobs(session, "refresh")] == [sample_company.AS_OF]
    with transaction(engine) as session:
        throw_sample_away(session, ASKER, NOW)
    with reading(engine) as session:
        assert not has_sample(session)
        assert set(count_kinds(session).values()) == {0}
        assert all(get_change(session, view.id).undone_at for view in list_imports(session, 20))


def test_it_does_not_mix_with_other_data(engine: Engine) -> None:
    import_rows(engine, "accounts", [{"account_id": "A-1", "name": "Alder"}], reporting_currency="USD")
    with transaction(engine) as session, pytest.raises(ConflictError):
        request_sample(session, NOW)


def test_what_is_still_coming_in_is_not_thrown_away(engine: Engine) -> None:
    with transaction(engine) as session:
        request_sample(session, NOW)
    with transaction(engine) as session, pytest.raises(ConflictError):
        throw_sample_away(session, ASKER, NOW)


def test_what_somebody_imported_beside_it_stays(engine: Engine) -> None:
    bring(engine)
    import_rows(engine, "accounts", [{"account_id": "A-1", "name": "Alder"}], reporting_currency="USD")
    with transaction(engine) as session:
        throw_sample_away(session, ASKER, NOW)
    with reading(engine) as session:
        assert count_kinds(session)["accounts"] == 1
