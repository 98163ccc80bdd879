"""Remember how a file is read, so that the next one like it is known by itself; and forget it again."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.domain.changes import ChangeKind
from voc.errors import InputError
from voc.sources.mapping.profile import Profile
from voc.sources.profiles.own import drop_profile, slug_name, write_profile

TITLE_LIMIT = 80


def remember_profile(session: Session, folder: Path, profile: Profile, title: str, now: datetime) -> None:
    """Keep the profile in the folder under this title. Raises InputError for a title that is none, ConflictError where a profile bears its name."""
    words = " ".join(title.split())
    if not words or len(words) > TITLE_LIMIT or not words.isprintable():
        raise InputError(f"name it in 1 to {TITLE_LIMIT} characters, such as Spring survey")
    named = profile.model_copy(update={"name": slug_name(words), "title": words})
    write_profile(folder, named)
    add_change(session, ChangeKind.PROFILE_CHANGED, named.name, now, after={"title": words, "kind": named.kind})


def forget_profile(session: Session, folder: Path, name: str, now: datetime) -> None:
    """Delete a profile of one's own. Raises NotFoundError."""
    title = drop_profile(folder, name)
    add_change(session, ChangeKind.PROFILE_CHANGED, name, now, before={"title": title}, after={})
