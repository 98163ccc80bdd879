"""Folders and archives of several files, as the files in them."""

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from voc.errors import InputError
from voc.sources.opening.names import distinct_name, safe_name
from voc.sources.opening.packing import list_tables
from voc.sources.opening.transcripts import ENDINGS, SIDECAR
from voc.sources.rejects import REJECTS

MOST_FILES = 10_000
MOST_FOLDERS = 5  # in each other, in an archive


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
    taken: dict[Path, set[str]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in names:
                *folders, last = (safe_name(part) for part in PurePosixPath(name).parts if part not in ("..", "/"))
                folder = into.joinpath(path.stem, *folders[-MOST_FOLDERS:])
                folder.mkdir(parents=True, exist_ok=True)
                target = folder / distinct_name(last, taken.setdefault(folder, set()))
                taken[folder].add(target.name)
                with archive.open(name) as member, target.open("wb") as out:
                    shutil.copyfileobj(member, out)
                yield target
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:  # the middle two tell of passwords and of odd ways to pack
        raise InputError(f"{path.name} cannot be unpacked: {' '.join(str(error).split())[:200]}") from None
