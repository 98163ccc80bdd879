"""Imports: a file that a worker reads."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.jobs import get_job
from voc.errors import InputError
from voc.sources.layout import Layout, read_order
from voc.sources.registry import KINDS, find_kind
from voc.sources.settling.dates import Order
from voc.usecases.feedback.list_imports import list_imports
from voc.usecases.feedback.undo_import import preview_import_undo
from voc.usecases.shared.request_refresh import request_import
from voc_api import schemas, shapes
from voc_api.deps import BARE, Asker, Bell, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.import_shapes import import_row, import_undo
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute
from voc_api.uploads import Upload, Uploaded

router = APIRouter(prefix="/api/v1/imports", tags=["imports"], route_class=ReadRoute)

_FORM = {
    "type": "object",
    "required": ["file", "kind"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "CSV, JSON Lines or Parquet, the first two also gzipped"},
        "kind": {"type": "string", "enum": list(KINDS)},
        "mapping": {"type": "string", "description": "a JSON object, column -> field", "example": '{"Customer": "account_id"}'},
        "map": {"type": "array", "items": {"type": "string"}, "description": "COLUMN=FIELD, as often as needed", "example": ["Customer=account_id"]},
        "set": {"type": "array", "items": {"type": "string"}, "description": "FIELD=VALUE of every row, as often as needed", "example": ["kind=ticket"]},
        "dates": {"type": "string", "enum": list(Order), "description": "the order of day, month and year where the file's dates do not tell it"},
        "dry_run": {"type": "string", "enum": ["true", "false"], "default": "false"},
        "yes": {
            "type": "string",
            "enum": ["true", "false"],
            "default": "false",
            "description": "import it even where the ARR of most accounts that it changes falls or rises about twelvefold; else the job fails and says so",
        },
    },
}


@router.get("", response_model=schemas.Page[schemas.Import])
def read_imports(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """What came in by files and over the API, the newest first."""
    page = Page(request, services.cursors, params)
    found = list_imports(session, page.limit + 1, int(page.after[1]) if page.after else None)
    return page.answer_by_time(found, lambda view: (view.begun_at, str(view.sequence)), import_row)


@router.get("/{import_id}/undo", response_model=schemas.ImportUndo, dependencies=BARE)
def read_undo(import_id: str, session: Reading) -> JSONResponse:
    """What undoing the import would do, and what is in the way. `POST /changes/{id}/undo` does it."""
    return JSONResponse(import_undo(preview_import_undo(session, import_id)))


@router.post(
    "",
    status_code=202,
    response_model=schemas.Job,
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)
def start_import(request: Request, writer: Asker, upload: Uploaded, session: Writing, bell: Bell) -> Response:
    """Import a file. The answer names a job, whose result says what became of the rows."""
    kind, layout, dry_run, yes = _read_fields(upload)
    said = json.dumps([kind, layout.to_json(), dry_run, yes, upload.sha256], sort_keys=True)

    def act() -> Answer:
        job_id = request_import(session, kind, str(upload.path), datetime.now(UTC), layout=layout, dry_run=dry_run, yes=yes)
        upload.kept = True
        bell.ring(job_id)
        return Answer(202, shapes.job(get_job(session, job_id), {}), {"Location": f"/api/v1/jobs/{job_id}"})

    return answer_once(request, session, writer, hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest(), act)


def _read_fields(upload: Upload) -> tuple[str, Layout, bool, bool]:
    """(kind, layout, dry_run, yes). Raises InputError here and now for what would otherwise fail later, in the job."""
    if upload.path is None:
        raise InputError("the form has no file: send it in the field 'file'")
    fields: dict[str, str] = {}
    mapping: dict[str, str] = {}
    constants: dict[str, str] = {}
    for name, value in upload.fields:
        if "\0" in value:
            raise InputError(f"the form's field {name!r} contains a NUL character")
        if name in ("map", "set"):
            column, found, target = value.partition("=")
            if not (column and found and target):
                raise InputError(f"{name} {value!r}: write it as {'COLUMN=FIELD' if name == 'map' else 'FIELD=VALUE'}")
            (mapping if name == "map" else constants)[column] = target
        elif name == "mapping":
            mapping.update(_parse_mapping(value))
        elif name in ("kind", "dry_run", "yes", "dates") and name not in fields:
            fields[name] = value.strip()
        else:
            raise InputError(
                f"the form's field {name!r} is {'there twice' if name in fields else 'none that is known: kind, mapping, map, set, dates, dry_run, yes'}"
            )
    if "kind" not in fields:
        raise InputError(f"the form has no field 'kind': one of {', '.join(KINDS)}")
    kind = find_kind(fields["kind"])
    layout = Layout(mapping, constants, read_order(fields.get("dates")))
    layout.columns(kind)
    return kind.name, layout, _read_flag(fields, "dry_run"), _read_flag(fields, "yes")


def _read_flag(fields: Mapping[str, str], name: str) -> bool:
    if (said := fields.get(name, "false").lower()) not in ("true", "false", "1", "0"):
        raise InputError(f"{name} is true or false")
    return said in ("true", "1")


def is_text(value: str) -> bool:
    """Whether a database can hold it: no NUL, no half of a surrogate pair."""
    return "\0" not in value and value == value.encode("utf-8", "replace").decode("utf-8")


def _parse_mapping(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) and is_text(key + value) for key, value in found.items()):
        raise InputError('mapping is a JSON object such as {"Customer": "account_id"}')
    return found
