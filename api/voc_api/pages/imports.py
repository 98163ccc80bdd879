"""Imports: what there is, a file looked at before it is brought in, the jobs that bring it in, and feedback without an account."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from voc.db.account_domains import list_account_domains, list_unmatched
from voc.db.accounts import list_account_ids
from voc.db.import_counts import count_kinds, list_sources
from voc.db.jobs import Job, get_job, list_jobs
from voc.domain.accounts import FREE_MAIL
from voc.domain.feedback import Kind
from voc.errors import InputError, NotFoundError
from voc.sources.layout import AS_IT_IS, Layout, read_order
from voc.sources.registry import KINDS, find_kind
from voc.sources.settling.dates import Order
from voc.usecases.feedback.assign_domain import assign_domain, withdraw_domain
from voc.usecases.feedback.check_file import FileCheck, check_file
from voc.usecases.feedback.list_imports import ImportView, list_imports
from voc.usecases.feedback.read_rejects import read_rejects
from voc.usecases.feedback.undo_import import preview_import_undo
from voc.usecases.shared.request_refresh import request_import
from voc_api import shapes
from voc_api.deps import Bell, Looking, Placed, Reading, Services, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done
from voc_api.pages.answers import render_page
from voc_api.pages.frame import shape_progress
from voc_api.pages.links import link_to
from voc_api.uploads import Uploaded, find_upload

router = APIRouter(route_class=PageRoute, prefix="/imports")

IMPORTS, UNMATCHED, REJECTS = 15, 30, 20
_SET = "set_"
UNPACKED = 10  # times an upload's limit that a packed file may hold
TABLES = {  # what people call the rows of each table
    "account": "accounts", "feedback": "feedback items", "arr_change": "ARR changes", "opportunity": "opportunities", "signal": "signals",
    "feature": "features", "fx_rate": "exchange rates", "further_domain": "further domains of accounts",
}  # fmt: skip
ABOUT = {
    "accounts": "Who the customers are: ARR, segment, plan, renewal, owner.",
    "feedback": "What they said: tickets, calls, surveys, reviews.",
    "arr": "What each account paid from which day on.",
    "opportunities": "Deals open, won and lost.",
    "signals": "Product usage and account facts over time.",
    "catalogue": "Features, released and planned, with the plan that has them.",
    "fx": "Exchange rates into the reporting currency.",
}


@router.get("")
def show_imports(request: Request, reader: Looking, session: Reading) -> Response:
    """What was imported of each kind, and the form for more."""
    jobs = list_jobs(session, ["import"], 200)
    brought = [job for job in jobs if job.state == "done" and not job.payload.get("dry_run")]
    unmatched = list_unmatched(session)
    return render_page(
        request,
        "imports.html",
        reader=reader,
        kinds=ABOUT,
        counts=count_kinds(session),
        last={job.payload["kind"]: job for job in reversed(brought)},
        sources=list_sources(session),
        rows=_list_rows(list_imports(session, IMPORTS), jobs),
        unmatched=unmatched[:UNMATCHED],
        unmatched_items=sum(one.items for one in unmatched),
        unmatched_more=len(unmatched) - UNMATCHED,
        free_mail=FREE_MAIL,
        domains=list_account_domains(session),
        accounts=list_account_ids(session),
    )


def _list_rows(imports: Sequence[ImportView], jobs: Sequence[Job]) -> list[tuple[datetime, ImportView | None, Job | None]]:
    """(when, import, job), the newest first. A check of a whole file is a job alone: it changes nothing."""
    by_id = {job.id: job for job in jobs}
    rows = [(view.begun_at, view, by_id.get(str(view.job_id))) for view in imports]
    checks = [(job.created_at, None, job) for job in jobs if job.payload.get("dry_run")]
    return sorted([*rows, *checks], key=lambda row: row[0], reverse=True)[:IMPORTS]


@router.post("")
def receive(upload: Uploaded) -> Response:
    """Keep the file, and look at it. Its token was checked before it was kept."""
    kind = find_kind(dict(upload.fields).get("kind", "")).name
    if upload.path is None:
        raise InputError("choose a file")
    upload.kept = True
    return RedirectResponse(link_to(f"/imports/files/{upload.path.name}", kind=kind), 303)


@router.get("/files/{name}")
def look_at(name: str, request: Request, reader: Looking, services: Serving, place: Placed, kind: str) -> Response:
    """The file's columns, what each is read as, and what would become of its first rows. `c0`, `c1`, ... say which field a column is."""
    params = request.query_params
    found, layout = _check(services, name, kind, params)
    told: dict[str, Any] = {"layout": layout, "pairs": _pairs(params), "kinds": list(KINDS), "orders": list(Order), "feedback_kinds": list(Kind)}
    return render_page(request, "import_file.html", reader=reader, name=name, kind=find_kind(kind), found=found, **told)


@router.post("/files/{name}/{act}")
def start(
    name: str,
    act: Literal["check", "import"],
    services: Serving,
    session: Writing,
    bell: Bell,
    choice: Annotated[str, Form(max_length=20_000)],
    yes: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """A job that checks the whole file, or imports it. `choice` is what the page's address said of kind and columns; `yes` is ticked where
    the file is to come in though its ARR looks like a month's."""
    params = QueryParams(choice)
    found, layout = _check(services, name, params.get("kind", ""), params)
    if found.problem:
        raise InputError(found.problem)
    is_check = act == "check"
    path = find_upload(services, name)
    job_id = request_import(session, params["kind"], str(path), datetime.now(UTC), layout=layout, dry_run=is_check, keep=is_check, yes=bool(yes))
    bell.ring(job_id)
    return RedirectResponse(link_to(f"/imports/jobs/{job_id}", _pairs(params) if is_check else ()), 303)


@router.get("/{import_id}/undo")
def show_undo(import_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """What undoing an import does, and the button that does it."""
    return render_page(request, "import_undo.html", reader=reader, found=preview_import_undo(session, import_id), tables=TABLES)


@router.get("/jobs/{job_id}")
def show_job(job_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """How far an import is, and what became of the rows."""
    job = get_job(session, job_id)
    if job.kind != "import":
        raise NotFoundError(f"there is no import {job_id}")
    return render_page(
        request,
        "import_job.html",
        reader=reader,
        found=shapes.job(job, {}),
        progress=shape_progress(job),
        payload=job.payload,
        name=str(job.payload["path"]).rpartition("/")[2],
        rejects=(job.result.get("rejects") or [])[:REJECTS],
        pairs=request.query_params.multi_items(),
    )


@router.get("/jobs/{job_id}/rejects.csv")
def take_rejects(job_id: str, session: Reading) -> Response:
    """The rejected rows as a file to mend."""
    headers = {"content-disposition": f'attachment; filename="{job_id}.rejects.csv"', "cache-control": "private, no-store"}
    return Response(read_rejects(session, job_id), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/domains")
def assign(session: Writing, bell: Bell, domain: Annotated[str, Form(max_length=500)], account: Annotated[str, Form(max_length=500)]) -> Response:
    """Feedback from the domain is the account's."""
    made = assign_domain(session, domain, account, datetime.now(UTC))
    return _reassigned(session, bell, made.job_id)


@router.post("/domains/{domain}/withdrawal")
def withdraw(domain: str, session: Writing, bell: Bell) -> Response:
    """Nobody says any more whose the domain is."""
    return _reassigned(session, bell, withdraw_domain(session, domain, datetime.now(UTC)).job_id)


def _reassigned(session: Session, bell: Bell, job_id: str | None) -> Response:
    if job_id:
        bell.ring(job_id)
    return tell_done(session, "/imports#unmatched")


def _check(services: Services, name: str, kind: str, params: QueryParams) -> tuple[FileCheck, Layout]:
    """The file under the layout that the address says: `c0`, `c1`, ... the fields of the columns by their places, `set_FIELD` a field's value in every row."""
    path, settings = find_upload(services, name), services.settings
    known: dict[str, Any] = {"reporting_currency": settings.reporting_currency, "unpacked_limit": UNPACKED * settings.max_upload_mb * 2**20}
    columns = check_file(services.engine, kind, path, AS_IT_IS, **known)
    said = {column.name: params.get(f"c{place}", "") for place, column in enumerate(columns.columns)}
    mapping = {column: field for column, field in said.items() if field}
    constants = {name.removeprefix(_SET): value for name, value in params.items() if value and name.startswith(_SET)}
    layout = Layout(mapping, constants, read_order(params.get("dates")))
    return (check_file(services.engine, kind, path, layout, **known) if layout != AS_IT_IS else columns), layout


def _pairs(params: QueryParams) -> list[tuple[str, str]]:
    return [(name, value) for name, value in params.multi_items() if value and (name in ("kind", "dates") or name[:1] == "c" or name.startswith(_SET))]
