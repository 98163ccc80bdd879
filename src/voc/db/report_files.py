"""The files of frozen reports: written once, read for ever."""

import hashlib

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voc.db.report_tables import ReportFileRow


def add_report_file(session: Session, report_id: str, form: str, body: bytes) -> bytes:
    """Keep a file of a frozen report; the one that stands, which is another's where one was kept before."""
    row = {"report_id": report_id, "form": form, "body": body, "sha256": hashlib.sha256(body).hexdigest()}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(ReportFileRow).values(row).on_conflict_do_nothing())
    return find_report_file(session, report_id, form) or body


def find_report_file(session: Session, report_id: str, form: str) -> bytes | None:
    """The file, where it is kept."""
    return session.scalar(select(ReportFileRow.body).where(ReportFileRow.report_id == report_id, ReportFileRow.form == form))


def list_file_hashes(session: Session, report_id: str) -> dict[str, str]:
    """The hex SHA-256 of each file that is kept, by form."""
    rows = session.execute(select(ReportFileRow.form, ReportFileRow.sha256).where(ReportFileRow.report_id == report_id).order_by(ReportFileRow.form))
    return dict(rows.all())
