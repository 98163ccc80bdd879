"""What an older version published stays as it was: frozen, with its content and its hash."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from voc.db.reports import find_report
from voc.db.session import reading, upgrade_database
from voc.domain.report_standing import ReportKey, pack_content

CONTENT, SHA256 = pack_content({"object": "report", "month": "2026-09", "title": "September 2026", "complete": True})


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_published_reports_are_frozen_ones(kind: str, old_database: Callable[[str, str], Engine]) -> None:
    engine = old_database(kind, "0008")
    with engine.begin() as connection:
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
