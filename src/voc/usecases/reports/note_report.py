"""Note in the audit log what somebody changed of a report."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.domain.changes import ChangeKind
from voc.domain.report_standing import Report


def note_report(session: Session, before: Report | None, after: Report, now: datetime) -> None:
    """Note how the report stood and how it stands now, where that differs."""
    was, now_is = _facts(before) if before else {}, _facts(after)
    changed = [name for name in now_is if was.get(name) != now_is[name]]
    if changed:
        add_change(session, ChangeKind.REPORT_CHANGED, after.id, now, before={n: was[n] for n in changed if n in was}, after={n: now_is[n] for n in changed})


def _facts(report: Report) -> dict[str, Any]:
    return {
        "period": report.key.period,
        "version": report.version,
        "state": str(report.state),
        "sha256": report.sha256 or None,
        "decisions": {key: f"{decided.decision} ({decided.owner})" for key, decided in sorted(report.decisions.items())},
        "reason": report.reason,
    }
