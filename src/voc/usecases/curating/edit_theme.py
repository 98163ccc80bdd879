"""Edit a theme: what people call it, what they say of it, and where it stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.features import list_features
from voc.db.theme_events import note_edit
from voc.db.theme_statuses import note_status
from voc.db.themes import edit_theme as save_edits
from voc.domain.catalogue import Verdict
from voc.domain.changes import ChangeKind
from voc.domain.ledger import ThemeEvent
from voc.domain.themes import STATUSES, Theme
from voc.errors import InputError
from voc.usecases.curating.decide import Ground, get_open_theme, request_effect, take_ground

LABEL_LIMIT = 100
SUMMARY_LIMIT = 1_000
OWNER_LIMIT = 200
REASON_LIMIT = 500
CARRIED = {"label", "summary", "label_source", "strategic_fit", "verdict", "feature_id"}  # what figures are made of


def edit_theme(session: Session, theme_id: str, edits: Mapping[str, Any], made_by: str, now: datetime) -> str | None:
    """Change the fields that are given: label, summary, status with its status_reason, owner, pinned, strategic_fit, catalogue (its verdict and feature_id;
    None: the machine's again). The id of the job that carries the change into all figures, None where none need it.

    A status that comes without a reason has none.
    A label or summary that a person gives stays until a person gives the label back by None: then both are the machine's again.
    Raises NotFoundError, ConflictError for a theme that was merged or dismissed, InputError for a field that cannot be so.
    """
    ground = take_ground(session)
    theme = get_open_theme(session, ground, theme_id)
    changes = _read(edits)
    if (feature_id := changes.get("feature_id")) is not None and feature_id not in list_features(session):
        raise InputError(f"catalogue: there is no feature '{feature_id}' in the catalogue")
    return _save(session, ground, theme, changes, made_by, now)


def restore_theme(session: Session, theme_id: str, fields: Mapping[str, Any], made_by: str, now: datetime) -> str | None:
    """Give fields back the values that they had, the machine's own words too. Raises as `edit_theme` does."""
    ground = take_ground(session)
    return _save(session, ground, get_open_theme(session, ground, theme_id), fields, made_by, now)


def _save(session: Session, ground: Ground, theme: Theme, fields: Mapping[str, Any], made_by: str, now: datetime) -> str | None:
    changes = {name: value for name, value in fields.items() if value != getattr(theme, name)}
    if not changes:
        return None
    save_edits(session, theme.id, changes)
    add_change(session, ChangeKind.THEME_EDITED, theme.id, now, before={name: getattr(theme, name) for name in changes}, after=changes)
    if label := changes.get("label"):
        note_edit(session, ground.run.id, now, ThemeEvent(theme.id, "renamed", made_by, counts={"label_before": theme.label, "label": label}))
    if "strategic_fit" in changes:
        fits = {"fit_before": theme.strategic_fit, "fit": changes["strategic_fit"]}
        note_edit(session, ground.run.id, now, ThemeEvent(theme.id, "valued", made_by, counts=fits))
    if changes.keys() & {"verdict", "feature_id"}:
        verdicts = {"verdict_before": theme.verdict, "verdict": changes.get("verdict", theme.verdict)}
        note_edit(session, ground.run.id, now, ThemeEvent(theme.id, "judged", made_by, counts=verdicts))
    if changes.keys() & {"status", "status_reason"}:
        status, reason = changes.get("status", theme.status), changes.get("status_reason", theme.status_reason)
        note_status(session, theme.id, now, status, made_by, reason)
    return request_effect(session, ground.run, now) if changes.keys() & CARRIED else None


def read_label(text: str) -> str:
    """A label as it is kept. Raises InputError."""
    return read_line("label", text, LABEL_LIMIT)


def read_reason(text: str, name: str = "reason") -> str:
    """A reason as it is kept. Raises InputError."""
    return read_line(name, text, REASON_LIMIT)


def _read(edits: Mapping[str, Any]) -> dict[str, str | float | None]:
    changes: dict[str, str | float | None] = {}
    if edits.get("label") is not None:
        changes |= {"label": read_label(str(edits["label"])), "label_source": "person"}
    if edits.get("summary") is not None:
        changes |= {"summary": read_line("summary", str(edits["summary"]), SUMMARY_LIMIT), "label_source": "person"}
    elif "summary" in edits:
        raise InputError("summary: cannot be null; give the label back (null) and the summary goes with it")
    if "label" in edits and edits["label"] is None:
        if changes:
            raise InputError("label: null gives label and summary back to the machine: leave the summary out")
        # The machine never wrote the person's words: an empty label has the next run find one.
        changes |= {"label_source": "auto", "label": "", "summary": ""}
    if "status" in edits:
        if edits["status"] not in STATUSES:
            raise InputError(f"status: there is no '{edits['status']}'; expected one of {', '.join(STATUSES)}")
        changes |= {"status": edits["status"], "status_reason": None}
    if edits.get("status_reason") is not None:
        changes["status_reason"] = read_reason(edits["status_reason"], "status_reason")
    elif "status_reason" in edits:
        changes["status_reason"] = None
    if "pinned" in edits:
        if not isinstance(edits["pinned"], bool):
            raise InputError("pinned: true or false")
        changes["pinned"] = edits["pinned"]
    if "owner" in edits:
        changes["owner"] = read_line("owner", str(edits["owner"]), OWNER_LIMIT) if edits["owner"] is not None else None
    if "strategic_fit" in edits:
        changes["strategic_fit"] = _read_fit(edits["strategic_fit"])
    if "catalogue" in edits:
        changes |= _read_verdict(edits["catalogue"])
    return changes


def _read_verdict(value: Any) -> dict[str, str | float | None]:
    if value is None:
        return {"verdict": None, "feature_id": None}
    verdict, feature_id = value["verdict"], value.get("feature_id")
    if verdict not in set(Verdict):
        raise InputError(f"catalogue: there is no verdict '{verdict}'; expected one of {', '.join(Verdict)}")
    if (verdict == Verdict.GAP) != (feature_id is None):
        raise InputError("catalogue: a gap has no feature_id, any other verdict names the feature_id that it speaks of")
    return {"verdict": verdict, "feature_id": feature_id}


def _read_fit(value: str | float | None) -> float | None:
    if value is not None and (not isinstance(value, int | float) or not 0 <= value <= 1):
        raise InputError(f"strategic_fit: '{value}' is no number from 0 to 1; null takes it back")
    return None if value is None else float(value)


def read_line(name: str, text: str, limit: int, *, cut: bool = False) -> str:
    """One line as it is kept; one that is too long is cut where that is allowed. Raises InputError."""
    text = " ".join(text.split())
    text = text[:limit] if cut else text
    if not text or len(text) > limit or not text.isprintable():
        raise InputError(f"{name}: 1 to {limit} printable characters")
    return text
