"""Profiles out of their files: ours, those of installed packages, and a company's own, which go before the others."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from voc.errors import InputError
from voc.sources.mapping.profile import FORMS, ROWS, Profile

ENTRY_POINTS = "voc.sources"
ENDING = ".yaml"


def load_profiles(own: Path | None = None) -> Mapping[str, Profile]:
    """All profiles by name. `own`: a folder of the company's, which need not exist. Raises InputError for a file that is none."""
    found = dict(_shipped())
    if own and own.is_dir():
        found |= {profile.name: profile for profile in _read_folder(own)}
    return found


def find_profile(name: str, own: Path | None = None) -> Profile:
    """The profile of this name. Raises InputError, naming those that are like it, where there is none."""
    profiles = load_profiles(own)
    if name not in profiles:
        like = [other for other in profiles if name.split("_")[0] in other] or sorted(profiles)
        raise InputError(f"there is no profile {name!r}; there is {', '.join(like)}")
    return profiles[name]


@cache
def _shipped() -> Mapping[str, Profile]:
    folders: list[Traversable] = [files("voc.sources.profiles")]
    folders += [files(point.module) for point in entry_points(group=ENTRY_POINTS)]
    return {profile.name: profile for folder in folders for profile in _read_folder(folder)}


def _read_folder(folder: Traversable) -> Iterable[Profile]:
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(ENDING):
            yield read_profile(file.name.removesuffix(ENDING), file.read_text(encoding="utf-8"))


def read_profile(name: str, text: str) -> Profile:
    """A profile out of YAML. Raises InputError, with the place, where it is none."""
    try:
        said: Any = yaml.safe_load(text)
        if not isinstance(said, dict):
            raise InputError(f"profile {name}: is not a mapping of words such as title, kind, files")
        return Profile(name=name, **_with_files(said))
    except ValidationError as error:
        raise InputError(f"profile {name}: {_told(error, _with_files(said))}") from None
    except (yaml.YAMLError, TypeError) as error:
        raise InputError(f"profile {name}: {' '.join(str(error).split())}") from None


def _with_files(said: dict[str, Any]) -> dict[str, Any]:
    """`columns` alone stands for one file."""
    return {**{key: value for key, value in said.items() if key != "columns"}, "files": {ROWS: {"columns": said["columns"]}}} if "columns" in said else said


def _told(error: ValidationError, said: dict[str, Any]) -> str:
    """The place and what is wrong there. A source may be of several forms: what is told is of the one whose word it has."""
    problems = error.errors()
    inner: Any = said
    place: list[str] = []
    for part in problems[0]["loc"]:
        if part in inner if isinstance(inner, dict) else isinstance(inner, list) and isinstance(part, int):
            inner = inner[part]
        elif problems[0]["type"] != "missing":  # the name of a form, which stands in no file
            if isinstance(inner, dict):
                form = next((word for word in inner if word in FORMS), None)
                mine = [one for one in problems if form and form.capitalize() in one["loc"]]
                return f"{'.'.join(place)}: {mine[0]['msg'] if mine else 'is neither a path, a list of paths nor one of ' + ', '.join(FORMS)}"
            break
        place.append(str(part))
    return f"{'.'.join(place) or 'it'}: {problems[0]['msg']}".replace("Value error, ", "")
