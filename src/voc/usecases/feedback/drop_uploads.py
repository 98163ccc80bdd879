"""Drop what was uploaded and never imported, and files of rejected rows that lay long enough: they hold raw feedback."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from voc.db.session import reading
from voc.sources.rejects import rejects_path_of
from voc.usecases.feedback.uploaded import drop_folder, list_needed

KEPT_FOR = timedelta(days=7)


def drop_uploads(engine: Engine, folder: Path, now: datetime) -> int:
    """Delete the uploads in the folder that nobody needs any more, and files that lie in it alone, as older versions left them; how many."""
    old = [entry.absolute() for entry in folder.glob("*") if now.timestamp() - _changed_at(entry) > KEPT_FOR.total_seconds()]
    if not old:
        return 0
    with reading(engine) as session:
        paths = list_needed(session)
    needed = {*paths, *map(rejects_path_of, paths), *(parent for path in paths for parent in path.parents)}
    dropped = [entry for entry in old if entry not in needed]
    for entry in dropped:
        if entry.is_dir():
            drop_folder(entry)
        else:
            entry.unlink(missing_ok=True)
    return len(dropped)


def _changed_at(entry: Path) -> float:
    """When a file, or the last one in a folder, was written."""
    return max((file.stat().st_mtime for file in (entry, *entry.rglob("*"))), default=0.0)
