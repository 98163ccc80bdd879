"""Imports: a file that a worker reads."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.jobs import get_job
from voc.errors import InputError
from voc.sources.layout import Layout, read_order
from voc.sources.registry import KINDS, find_kind
from voc.sources.settling.dates import Order
from voc.usecases.feedback.list_imports import list_imports
from voc.usecases.feedback.recognise_files import Delivery, own_profiles, recognise_files
from voc.usecases.feedback.request_import import request_imports
from voc.usecases.feedback.undo_import import preview_import_undo
from voc_api import schemas, shapes
from voc_api.deps import BARE, Asker, Bell, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.import_shapes import import_row, import_undo
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute
from voc_api.uploads import MOST_FILES, Upload, Uploaded, unpacked_limit

router = APIRouter(prefix="/api/v1/imports", tags=["imports"], route_class=ReadRoute)

_PLAIN = ("kind", "profile", "dates", "dry_run", "yes")
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {
            "type": "array",
            "items": {"type": "string", "format": "binary"},
            "description": f"up to {MOST_FILES} files: CSV, JSON, workbooks, transcripts, Parquet, packed or not, or archives of these",
        },
        "kind": {"type": "string", "enum": list(KINDS), "description": "what the files hold; without it they are recognised by their columns"},
        "profile": {
            "type": "string",
            "description": "of which system the files are; without it they are recognised by their columns",
            "example": "zendesk_tickets",
        },
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


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form brought: what its files are, and how they are to come in."""

    deliveries: Sequence[Delivery]
    dry_run: bool
    yes: bool
    hash: str


def _recognise(upload: Uploaded, services: Serving) -> _Sent:
    """Look at the files before the request's transaction begins. Raises InputError for what would otherwise fail later, in the job."""
    fields, layout = _read_fields(upload)
    kind = find_kind(fields["kind"]).name if "kind" in fields else None
    dry_run, yes = _read_flag(fields, "dry_run"), _read_flag(fields, "yes")
    if kind:
        layout.columns(find_kind(kind))
    own, limit = own_profiles(services.settings.data_dir), unpacked_limit(services)
    found = recognise_files(upload.paths, own, kind=kind, profile=fields.get("profile"), layout=layout, unpacked_limit=limit)
    for one in found:
        one.check_layout()
    said = json.dumps([sorted(upload.fields), upload.sha256])
    return _Sent(found, dry_run, yes, hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest())


Sent = Annotated[_Sent, Depends(_recognise, scope="function")]


@router.post(
    "",
    status_code=202,
    response_model=schemas.ImportJobs,
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)
def start_import(request: Request, writer: Asker, upload: Uploaded, sent: Sent, session: Writing, bell: Bell) -> Response:
    """Import files. The answer names the first job, and all in `jobs`: one for each thing that the files are. A job's result says what became of the rows."""

    def act() -> Answer:
        ids = request_imports(session, sent.deliveries, datetime.now(UTC), dry_run=sent.dry_run, yes=sent.yes)
        upload.kept = True
        for job_id in ids:
            bell.ring(job_id)
        jobs = [shapes.job(get_job(session, job_id), {}) for job_id in ids]
        return Answer(202, {**jobs[0], "jobs": jobs}, {"Location": f"/api/v1/jobs/{ids[0]}"})

    return answer_once(request, session, writer, sent.hash, act)


def _read_fields(upload: Upload) -> tuple[dict[str, str], Layout]:
    """The form's plain fields, and how it says that the files are read. Raises InputError."""
    if not upload.paths:
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
        elif name in _PLAIN and name not in fields:
            fields[name] = value.strip()
        else:
            known = ", ".join([*_PLAIN, "mapping", "map", "set"])
            raise InputError(f"the form's field {name!r} is {'there twice' if name in fields else f'none that is known: {known}'}")
    return fields, Layout(mapping, constants, read_order(fields.get("dates")))


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
