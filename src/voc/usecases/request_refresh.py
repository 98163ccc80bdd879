"""Ask for a refresh or an import to be done by a worker."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.jobs import add_job, find_open_job


def refresh_payload(as_of: datetime, *, full: bool = False) -> dict[str, Any]:
    """What a refresh job carries."""
    return {"as_of": as_of.isoformat(), "full": full}


def request_refresh(session: Session, as_of: datetime, now: datetime, *, full: bool = False) -> str:
    """The id of the job that will refresh; the one under way where there is one for the same as_of."""
    payload = refresh_payload(as_of, full=full)
    under_way = find_open_job(session, "refresh")
    if under_way and under_way.payload == payload:
        return under_way.id
    return add_job(session, "refresh", payload, now)


def request_import(session: Session, kind: str, path: str, now: datetime, *, mapping: Mapping[str, str], dry_run: bool = False) -> str:
    """The id of the job that will import the file at `path`, which the job deletes when it is done."""
    return add_job(session, "import", {"kind": kind, "path": path, "mapping": dict(mapping), "dry_run": dry_run}, now)
