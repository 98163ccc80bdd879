"""Routes of a theme: whatever is asked of one that was merged away is found at the theme that it is part of now."""

from typing import Any

from fastapi import Depends

from voc.usecases.curating.follow_theme import follow_theme
from voc.usecases.shared.find_run import find_run
from voc_api.deps import BARE, Reading
from voc_api.errors import MergedError


def follow_merged(theme_id: str, session: Reading) -> None:
    """Raises MergedError where the theme was merged away, NotFoundError where people dismissed it."""
    run = find_run(session)
    if run is not None and (part_of := follow_theme(session, run, theme_id)) != theme_id:
        raise MergedError(theme_id, part_of)


_MOVED: dict[int | str, dict[str, Any]] = {308: {"description": "It was merged: Location is the same of the theme that it is part of now."}}
FOLLOWED: dict[str, Any] = {"responses": _MOVED, "dependencies": [Depends(follow_merged)]}  # of a route
FOLLOWED_BARE: dict[str, Any] = {"responses": _MOVED, "dependencies": [*BARE, Depends(follow_merged)]}
