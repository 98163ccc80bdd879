"""Folders and archives of several files, as the files in them."""

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from voc.errors import InputError
from voc.sources.opening.packing import list_tables
from voc.sources.opening.transcripts import ENDINGS, SIDECAR
from voc.sources.rejects import REJECTS

MOST_FILES = 10_000


def list_files(paths: Sequence[Path], into: Path, unpacked_limit: int | None = None) -> list[Path]:
    """The files to read: folders and archives of several files are gone through, the latter unpacked `into` a folder. A JSON file that tells of the transcript
    of its name is none. Raises InputError where there is none, or too much."""
    found = [file for path in paths for file in (_in_folder(path) if path.is_dir() else _in_archive(path, into, unpacked_limit))]
    stems = {file.with_suffix("") for file in found if file.suffix.lower() in ENDINGS or file.suffix.lower() == ".txt"}
    files = [file for file in found if file.suffix.lower() != SIDECAR or file.with_suffix("") not in stems]
    if not files:
        raise InputError(f"{', '.join(path.name for path in paths)} holds no file that voc reads")
    if len(files) > MOST_FILES:
        raise InputError(f"{len(files):,} files at once; import at most {MOST_FILES:,}")
    return files


def _in_folder(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file() and not _is_hidden(file.relative_to(folder)))


def _is_hidden(file: Path) -> bool:
    """Whether it is a system's own, or an earlier import's rejected rows."""
    return file.name.endswith(REJECTS) or any(part.startswith((".", "__MACOSX")) for part in file.parts)


def _in_archive(path: Path, into: Path, unpacked_limit: int | None) -> Iterator[Path]:
    """The file itself, or the files in it where it is an archive of several."""
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    names = list_tables(path, unpacked_limit) if is_zip else []
    if len(names) < 2:
        yield path
        return
    with zipfile.ZipFile(path) as archive:
        for name in names:
            target = into / path.stem / PurePosixPath(*(part for part in PurePosixPath(name).parts if part not in ("..", "/")))
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as member, target.open("wb") as out:
                shutil.copyfileobj(member, out)
            yield target
