"""What an older version published stays as it was: frozen, with its content and its hash."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

import voc.db.session
from tests.conftest import need_service
from voc.db.reports import find_report
from voc.db.session import create_database, reading, upgrade_database
from voc.domain.report_standing import ReportKey, pack_content

CONTENT, SHA256 = pack_content({"object": "report", "month": "2026-09", "title": "September 2026", "complete": True})


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_published_reports_are_frozen_ones(kind: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    if kind == "postgresql":
        owner = create_database(need_service("VOC_TEST_POSTGRES_URL"))
        with owner.begin() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS voc_old CASCADE"))
            connection.execute(text("CREATE SCHEMA voc_old"))
        url = owner.url.update_query_dict({"options": "-csearch_path=voc_old"}).render_as_string(hide_password=False)
    engine = create_database(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(voc.db.session.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        row = {"content": CONTENT, "sha256": SHA256}
        published = (
            "INSERT INTO report (id, month, published_at, run_id, content, sha256) VALUES ('rep_old', '2026-09', '2026-10-02', 'run_1', :content, :sha256)"
        )
        connection.execute(text(published), row)
    upgrade_database(engine)
    with reading(engine) as session:
        report = find_report(session, ReportKey.of_month("2026-09"))
    assert report is not None and report.is_frozen
    assert (report.id, report.version, report.sha256) == ("rep_old", 1, SHA256)
    assert pack_content(report.content) == (CONTENT, SHA256)
    assert report.frozen is not None and report.frozen.at.isoformat() == "2026-10-02T00:00:00+00:00"
    engine.dispose()
