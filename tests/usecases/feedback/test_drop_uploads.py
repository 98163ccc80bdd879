"""Uploads that nobody needs any more go after a week."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from voc.db.session import transaction
from voc.sources.layout import Layout
from voc.usecases.feedback.drop_uploads import KEPT_FOR, drop_uploads
from voc.usecases.shared.request_refresh import request_import

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
