"""Imports, and what undoing one does."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from voc_api.schemas.base import Shape
from voc_api.schemas.people import ChangeActor


class Import(Shape):
    """Rows that came in, by a file or over the API. `id` is that of the change that it began with: POST /changes/{id}/undo takes it back as a whole."""

    id: str = Field(examples=["chg_..."])
    object: Literal["import"] = "import"
    kind: str = Field(examples=["feedback"])
    file: str | None = Field(description="the file's name, where it was imported by the command line", examples=["tickets.csv"])
    actor: ChangeActor
    begun_at: datetime
    added: int
    updated: int
    job_id: str | None = Field(examples=["job_..."])
    undone_at: datetime | None
    can_undo: bool = Field(description="it changed something, and nobody has taken it back; its preview says whether anything is in the way")


class ImportUndo(Shape):
    """What undoing an import does: `removed` and `restored` count rows by table, `snippets` go with feedback. `reasons` say why it cannot be done."""

    id: str = Field(examples=["chg_..."])
    object: Literal["import_undo"] = "import_undo"
    can_undo: bool
    reasons: list[str] = Field(examples=[["people have built on it: 2 decisions"]])
    removed: dict[str, int] = Field(examples=[{"feedback": 120}])
    restored: dict[str, int] = Field(examples=[{"feedback": 3}])
    snippets: int
