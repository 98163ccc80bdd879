"""Uploads that nobody needs any more go after a week."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from voc.db.session import transaction
from voc.sources.layout import Layout
from voc.usecases.feedback.drop_uploads import KEPT_FOR, drop_uploads
from voc.usecases.feedback.request_import import request_import

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)


def test_what_a_job_waits_for_and_what_is_new_stays(engine: Engine, tmp_path: Path) -> None:
    names = ("waited-for.csv", "waited-for.rejects.csv", "forgotten.csv", "forgotten.rejects.csv", "new.csv")
    for name in names:
        (tmp_path / name).write_text("x")
        age = timedelta(0) if name == "new.csv" else KEPT_FOR + timedelta(minutes=1)
        moment = (NOW - age).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    with transaction(engine) as session:
        request_import(session, "accounts", str(tmp_path / "waited-for.csv"), NOW, layout=Layout())
    assert drop_uploads(engine, tmp_path, NOW) == 2
    assert {file.name for file in tmp_path.iterdir()} == {"waited-for.csv", "waited-for.rejects.csv", "new.csv"}
    assert drop_uploads(engine, tmp_path / "none", NOW) == 0


def test_a_folder_goes_as_a_whole_once_no_job_needs_a_file_in_it(engine: Engine, tmp_path: Path) -> None:
    moment = (NOW - KEPT_FOR - timedelta(minutes=1)).timestamp()
    for name in ("0a" * 16, "0b" * 16, "0c" * 16):
        (tmp_path / name / "inner").mkdir(parents=True)
        for path in (tmp_path / name / "inner" / "a.csv", tmp_path / name / "inner", tmp_path / name):
            if path.suffix:
                path.write_text("x")
            os.utime(path, (moment, moment))
    (tmp_path / ("0c" * 16) / "new.csv").write_text("x")
    with transaction(engine) as session:
        request_import(session, "accounts", str(tmp_path / ("0a" * 16) / "inner" / "a.csv"), NOW, layout=Layout())
    assert drop_uploads(engine, tmp_path, NOW) == 1
    assert {folder.name for folder in tmp_path.iterdir()} == {"0a" * 16, "0c" * 16}
