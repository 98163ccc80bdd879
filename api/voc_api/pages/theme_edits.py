"""What people change of themes, one or many at once: words, status, owner, pins, links, whom they told."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from voc.db.changes import find_last_edit
from voc.db.decisions import hold_decision_lock
from voc.db.themes import get_run_theme
from voc.domain.themes import Theme
from voc.errors import ConflictError, InputError
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.curating.link_theme import link_theme, unlink_theme
from voc.usecases.curating.list_askers import mark_told
from voc.usecases.shared.find_run import get_standing_run
from voc_api.deps import Asker, Bell, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import Back, Ids, Text, go_back
from voc_api.pages.links import link_to

router = APIRouter(route_class=PageRoute)


@router.post("/themes/bulk")
def change_many(
    asker: Asker,
    session: Writing,
    bell: Bell,
    act: Text,
    theme: Ids = [],  # noqa: B006  # FastAPI copies it
    status: Text = "",
    reason: Text = "",
    owner: Text = "",
    back: Back = "/themes",
) -> Response:
    """Do something with the themes that are ticked. Merging and comparing go to their pages, all else is done at once and undone at once."""
    if not theme:
        raise InputError("no theme is ticked: tick some first, with the box before each or with x")
    if act in ("merge", "compare"):
        return RedirectResponse(link_to(f"/{act}", [("theme", one) for one in theme]), 303)
    now, job_id = datetime.now(UTC), None
    if act == "dismiss":
        for one in theme:
            job_id = dismiss_theme(session, one, asker.name, now, reason or None).job_id
    elif act == "set" and (status or owner):
        said = {"status": status, "status_reason": reason or None} if status else {}
        for one in theme:
            edit_theme(session, one, said | ({"owner": None if owner == "nobody" else owner} if owner else {}), asker.name, now)
    else:
        raise InputError("choose a status or an owner first")
    return go_back(session, bell, back, job_id)


@router.post("/themes/{theme_id}/edit")
def edit(
    theme_id: str,
    asker: Asker,
    session: Writing,
    bell: Bell,
    label: Text = "",
    summary: Text = "",
    owner: Text = "",
    fit: Text = "",
    verdict: Text = "",
    feature: Text = "",
    label_was: Text = "",
    summary_was: Text = "",
    seen: Text = "",
) -> Response:
    """Change what differs from what the form showed: a label that nobody touched stays the machine's. Nobody else's edit is lost: `seen` is the last one that
    the form knew of."""
    hold_decision_lock(session)  # nobody edits between the check and the edit
    if seen != find_last_edit(session, theme_id):
        raise ConflictError("somebody has edited the theme since you opened its page: go back, load the page anew, and edit what it says now")
    now = get_run_theme(session, get_standing_run(session).id, theme_id).theme
    edits: dict[str, Any] = {"owner": owner.strip() or None, "strategic_fit": _read_fit(fit)}
    if label.strip() != label_was:
        edits["label"] = label
    if " ".join(summary.split()) != summary_was and summary.strip():
        edits["summary"] = summary
    catalogue = {"verdict": verdict, "feature_id": feature or None} if verdict else None
    if catalogue != _catalogue_of(now):
        edits["catalogue"] = catalogue
    return go_back(session, bell, f"/themes/{theme_id}", edit_theme(session, theme_id, edits, asker.name, datetime.now(UTC)))


def _catalogue_of(theme: Theme) -> Mapping[str, Any] | None:
    return {"verdict": theme.verdict, "feature_id": theme.feature_id} if theme.verdict else None


def _read_fit(text: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError:
        raise InputError(f"strategic fit: '{text}' is no number from 0 to 1") from None


@router.post("/themes/{theme_id}/label/return")
def give_label_back(theme_id: str, asker: Asker, session: Writing, bell: Bell) -> Response:
    """Let the machine find label and summary again."""
    return go_back(session, bell, f"/themes/{theme_id}", edit_theme(session, theme_id, {"label": None}, asker.name, datetime.now(UTC)))


@router.post("/themes/{theme_id}/status")
def set_status(theme_id: str, asker: Asker, session: Writing, bell: Bell, status: Text, reason: Text = "") -> Response:
    """Say where the theme stands, and why."""
    edits = {"status": status, "status_reason": reason.strip() or None}
    return go_back(session, bell, f"/themes/{theme_id}", edit_theme(session, theme_id, edits, asker.name, datetime.now(UTC)))


@router.post("/themes/{theme_id}/pin")
def pin(theme_id: str, asker: Asker, session: Writing, bell: Bell, pinned: Text = "") -> Response:
    """Put the theme before all others, or back among them."""
    return go_back(session, bell, f"/themes/{theme_id}", edit_theme(session, theme_id, {"pinned": bool(pinned)}, asker.name, datetime.now(UTC)))


@router.post("/themes/{theme_id}/dismissal")
def dismiss(theme_id: str, asker: Asker, session: Writing, bell: Bell, reason: Text) -> Response:
    """Say that this is no theme, and why."""
    return go_back(session, bell, "/themes", dismiss_theme(session, theme_id, asker.name, datetime.now(UTC), reason).job_id)


@router.post("/themes/{theme_id}/links")
def add_link(theme_id: str, asker: Asker, session: Writing, bell: Bell, url: Text, title: Text = "") -> Response:
    """Link an issue."""
    link_theme(session, theme_id, url, title, asker.name, datetime.now(UTC))
    return go_back(session, bell, f"/themes/{theme_id}")


@router.post("/themes/{theme_id}/links/{link_id}/deletion")
def drop_link(theme_id: str, link_id: str, session: Writing, bell: Bell) -> Response:
    """Take a link off."""
    unlink_theme(session, theme_id, link_id, datetime.now(UTC))
    return go_back(session, bell, f"/themes/{theme_id}")


@router.post("/themes/{theme_id}/askers/{account_id}/told")
def tell(theme_id: str, account_id: str, asker: Asker, session: Writing, bell: Bell, told: Text = "") -> Response:
    """Note that somebody told the account, or take that back."""
    mark_told(session, theme_id, account_id, asker.name, datetime.now(UTC), told=bool(told))
    return go_back(session, bell, f"/themes/{theme_id}#askers")
