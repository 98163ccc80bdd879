"""A company's own profiles: made of what a person said of a file's columns, written where `load_profiles` finds them."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import yaml
from pydantic import ValidationError

from voc.errors import ConflictError, InputError, NotFoundError
from voc.sources.fields import slug
from voc.sources.mapping.profile import ROWS, File, Joined, Profile, Source
from voc.sources.mapping.records import check_path
from voc.sources.profiles.load import ENDING, load_profiles, read_profile
from voc.sources.settling.dates import Order

_NAME = re.compile(r"[a-z0-9_]{1,60}")


def make_profile(
    title: str,
    kind: str,
    columns: Sequence[str],
    fields: Mapping[str, str],
    constants: Mapping[str, str],
    dates: Order | None = None,
    *,
    without_id: bool = False,
) -> Profile:
    """A profile of tables with these columns. `fields`: field -> column. `without_id`: no column is one, so a feedback item is told by all that is read of it
    and an account by its domain, else its name. Raises InputError where a column has a name that no profile can name."""
    sources: dict[str, Source] = dict(fields)
    if without_id and kind == "feedback":
        sources["external_id"] = Joined(joined=list(fields.values()))
    elif without_id and kind == "accounts" and (naming := [fields[field] for field in ("domain", "name") if field in fields]):
        sources["account_id"] = naming
    if strange := [column for column in fields.values() if not _can_be_named(column)]:
        raise InputError(f"no profile can name the column {strange[0]!r}: rename it in the file")
    known = [column for column in columns if _can_be_named(column)]
    try:
        return Profile(
            name=slug_name(title), title=title, kind=kind, shape="said on the page of imports", files={ROWS: File(columns=known)}, fields=sources,
            set=dict(constants), dates=dates,
        )  # fmt: skip
    except ValidationError as error:
        raise InputError(str(error.errors()[0]["msg"]).removeprefix("Value error, ")) from None


def _can_be_named(column: str) -> bool:
    with suppress(InputError):
        check_path(column)
        return not (column.startswith("/") and column.endswith("/")) and bool(slug(column))
    return False


def slug_name(title: str) -> str:
    """A profile's name of a title: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "own"


def write_profile(folder: Path, profile: Profile) -> None:
    """Keep the profile in the folder, under its name. Raises ConflictError where a profile bears the name, InputError for one that cannot be read back."""
    if not _NAME.fullmatch(profile.name):
        raise InputError(f"{profile.name!r} is no name of a profile: use small letters, digits and underscores")
    if not any(file.columns for file in profile.files.values()):
        raise InputError("the file has no column by which it could be recognised")
    if profile.name in load_profiles(folder):
        raise ConflictError(f"there is a profile {profile.name} already: choose another name")
    text = profile_text(profile)
    read_profile(profile.name, text)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f"{profile.name}{ENDING}").open("x", encoding="utf-8") as file:
        file.write(text)


def profile_text(profile: Profile) -> str:
    """The profile as YAML, which `read_profile` reads."""
    said = profile.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"name"})
    return str(yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=160))


def list_own(folder: Path) -> dict[str, str]:
    """The profiles in the folder: name -> title, or what is wrong with it."""
    found = {}
    for file in sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else ():
        try:
            found[file.stem] = read_profile(file.stem, file.read_text(encoding="utf-8")).title
        except (InputError, UnicodeDecodeError) as error:
            found[file.stem] = f"cannot be read: {error}"
    return found


def drop_profile(folder: Path, name: str) -> str:
    """Delete a profile of the folder; what `list_own` said of it. Raises NotFoundError."""
    own = list_own(folder)
    if name not in own:
        raise NotFoundError(f"there is no profile {name} of your own")
    (folder / f"{name}{ENDING}").unlink()
    return own[name]
