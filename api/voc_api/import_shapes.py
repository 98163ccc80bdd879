"""Imports in the API's shape."""

from voc.rendering.shapes import Shape, moment
from voc.usecases.feedback.list_imports import ImportView
from voc.usecases.feedback.undo_import import ImportUndo


def import_row(view: ImportView) -> Shape:
    """An import of the list."""
    return {
        "id": view.id,
        "object": "import",
        "kind": view.kind,
        "file": view.file,
        "actor": {"id": view.actor.id, "name": view.actor.name},
        "begun_at": moment(view.begun_at),
        "added": view.brought["added"],
        "updated": view.brought["updated"],
        "job_id": view.job_id,
        "undone_at": moment(view.undone_at),
        "can_undo": view.can_undo,
    }


def import_undo(undo: ImportUndo) -> Shape:
    """What undoing an import does."""
    return {
        "id": undo.change.id,
        "object": "import_undo",
        "can_undo": not undo.reasons,
        "reasons": list(undo.reasons),
        "removed": dict(undo.removed),
        "restored": dict(undo.restored),
        "snippets": undo.snippets,
    }
