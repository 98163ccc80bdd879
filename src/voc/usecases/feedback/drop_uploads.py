"""Drop what was uploaded and never imported, and files of rejected rows that lay long enough: they hold raw feedback."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from voc.db.jobs import list_open_jobs
from voc.db.session import reading
from voc.sources.rejects import rejects_path_of

KEPT_FOR = timedelta(days=7)


def drop_uploads(engine: Engine, folder: Path, now: datetime) -> int:
    """Delete the files of the folder that nobody needs any more; how many."""
    old = [file for file in folder.glob("*") if file.is_file() and now.timestamp() - file.stat().st_mtime > KEPT_FOR.total_seconds()]
    if not old:
        return 0
    with reading(engine) as session:
        paths = [Path(job.payload["path"]) for job in list_open_jobs(session, "import")]
    needed = {*paths, *map(rejects_path_of, paths)}
    dropped = [file for file in old if file.absolute() not in needed]
    for file in dropped:
        file.unlink(missing_ok=True)
    return len(dropped)
