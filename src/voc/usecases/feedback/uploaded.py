"""What somebody uploaded at once: a folder of files under the names that people gave them. Each import takes its own files away when it is done."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from voc.db.jobs import list_open_jobs
from voc.errors import InputError
from voc.sources.opening.folders import list_files
from voc.sources.rejects import REJECTS, rejects_path_of

UPLOADS = "uploads"
_FOLDER = re.compile(r"[0-9a-f]{32}")


def folder_of(path: Path) -> Path | None:
    """The folder that was made for the upload that the file came with; None for a file that lies elsewhere, or came alone as uploads once did."""
    return next((folder for folder in path.parents if folder.parent.name == UPLOADS and _FOLDER.fullmatch(folder.name)), None)


def own_name(path: Path) -> str:
    """The name that a person gave the file; "" where it was stored under one that nobody chose."""
    return path.name if path.parent.name != UPLOADS else ""


def is_folder_name(name: str) -> bool:
    """Whether an upload's folder may bear the name."""
    return bool(_FOLDER.fullmatch(name))


def list_uploaded(folder: Path) -> list[Path]:
    """The files of an upload that are still to be imported."""
    if not folder.is_dir():
        return []
    try:
        found = list_files([folder], folder)
    except InputError:  # there is none
        return []
    return [file for file in found if not file.name.endswith(REJECTS)]


def paths_of(payload: Mapping[str, Any]) -> Iterator[Path]:
    """The files that an import's job reads."""
    yield Path(payload["path"])
    for beside in (payload.get("beside") or {}).values():
        yield from map(Path, beside)


def list_needed(session: Session, *, by_checks: bool = True) -> set[Path]:
    """The files that open jobs read; without those that a check alone reads where `by_checks` is not set."""
    return {path for job in list_open_jobs(session, "import") if by_checks or not job.payload.get("dry_run") for path in paths_of(job.payload)}


def drop_files_of(session: Session, payload: Mapping[str, Any], *, with_rejects: bool) -> None:
    """Delete what an import that has ended has read, unless another reads it, too; with the last file of its folder all that lies beside it. Rejected rows
    stay where they are, for whoever mends them, but for `with_rejects`."""
    needed = list_needed(session)
    gone = [path for path in paths_of(payload) if path not in needed]
    for path in gone:
        path.unlink(missing_ok=True)
        if with_rejects:
            rejects_path_of(path).unlink(missing_ok=True)
    for folder in {folder for path in gone if (folder := folder_of(path))}:
        if not list_uploaded(folder):
            _clear(folder)


def _clear(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):  # what lies in a folder comes before it
        if path.is_dir():
            _remove_empty(path)
        elif not path.name.endswith(REJECTS):
            path.unlink(missing_ok=True)
    _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def drop_folder(folder: Path) -> None:
    """Delete a whole upload."""
    shutil.rmtree(folder, ignore_errors=True)
