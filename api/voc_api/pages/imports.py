"""Imports: what there is, a file looked at before it is brought in, the jobs that bring it in, and feedback without an account."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from voc.db.account_domains import list_account_domains, list_ignored, list_unmatched
from voc.db.accounts import list_account_ids
from voc.db.import_counts import count_kinds, list_sources
from voc.db.jobs import Job, get_job, list_jobs
from voc.domain.accounts import FREE_MAIL
from voc.errors import InputError, NotFoundError
from voc.sources.profiles.own import list_own
from voc.usecases.feedback.assign_domain import assign_domain, withdraw_domain
from voc.usecases.feedback.list_imports import ImportView, list_imports
from voc.usecases.feedback.read_rejects import read_rejects
from voc.usecases.feedback.recognise_files import own_profiles
from voc.usecases.feedback.remember_profile import forget_profile
from voc.usecases.feedback.settle_origin import create_account, ignore_origin
from voc.usecases.feedback.undo_import import preview_import_undo
from voc.usecases.feedback.uploaded import folder_of, own_name
from voc_api import shapes
from voc_api.deps import Bell, Looking, Reading, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import go_back, tell_done
from voc_api.pages.answers import render_page
from voc_api.pages.frame import shape_progress

router = APIRouter(route_class=PageRoute, prefix="/imports")

IMPORTS, UNMATCHED, REJECTS = 15, 30, 20
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
def show_imports(request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
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
        ignored=list_ignored(session),
        accounts=list_account_ids(session),
        profiles=list_own(own_profiles(services.settings.data_dir)),
    )


def _list_rows(imports: Sequence[ImportView], jobs: Sequence[Job]) -> list[tuple[datetime, ImportView | None, Job | None]]:
    """(when, import, job), the newest first. A check of a whole file is a job alone: it changes nothing."""
    by_id = {job.id: job for job in jobs}
    rows = [(view.begun_at, view, by_id.get(str(view.job_id))) for view in imports]
    checks = [(job.created_at, None, job) for job in jobs if job.payload.get("dry_run")]
    return sorted([*rows, *checks], key=lambda row: row[0], reverse=True)[:IMPORTS]


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
    path = Path(job.payload["path"])
    return render_page(
        request,
        "import_job.html",
        reader=reader,
        found=shapes.job(job, {}),
        progress=shape_progress(session, job),
        payload=job.payload,
        name=folder.name if (folder := folder_of(path)) else "",
        file=own_name(path),
        rejects=(job.result.get("rejects") or [])[:REJECTS],
        pairs=request.query_params.multi_items(),
    )


@router.get("/jobs/{job_id}/rejects.csv")
def take_rejects(job_id: str, session: Reading) -> Response:
    """The rejected rows as a file to mend."""
    headers = {"content-disposition": f'attachment; filename="{job_id}.rejects.csv"', "cache-control": "private, no-store"}
    return Response(read_rejects(session, job_id), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/profiles/{name}/deletion")
def forget(name: str, services: Serving, session: Writing) -> Response:
    """Files like those of the profile are no longer known by themselves."""
    forget_profile(session, own_profiles(services.settings.data_dir), name, datetime.now(UTC))
    return tell_done(session, "/imports")


@router.post("/domains")
def assign(
    session: Writing,
    bell: Bell,
    domain: Annotated[str, Form(max_length=500)],
    account: Annotated[str, Form(max_length=500)],
    back: Annotated[str, Form(max_length=4000)] = "/imports#unmatched",
) -> Response:
    """Feedback from the domain is the account's."""
    return go_back(session, bell, back, assign_domain(session, domain, account, datetime.now(UTC)).job_id)


@router.post("/unmatched/{act}")
def settle(
    act: Literal["account", "ignored", "asked"],
    services: Serving,
    session: Writing,
    bell: Bell,
    ref: Annotated[str, Form(max_length=500)] = "",
    domain: Annotated[str, Form(max_length=500)] = "",
    name: Annotated[str, Form(max_length=500)] = "",
    back: Annotated[str, Form(max_length=4000)] = "/imports#unmatched",
) -> Response:
    """Make an account of what feedback says, or ask nobody about it any more, or ask again."""
    now = datetime.now(UTC)
    if "\0" in ref + domain + name:
        raise InputError("the form contains a NUL character")
    if act == "account":
        currency = services.settings.reporting_currency
        return go_back(session, bell, back, create_account(session, ref or None, domain or None, name, now, reporting_currency=currency))
    ignore_origin(session, ref, domain, now, ignored=act == "ignored")
    return go_back(session, bell, back)


@router.post("/domains/{domain}/withdrawal")
def withdraw(domain: str, session: Writing, bell: Bell) -> Response:
    """Nobody says any more whose the domain is."""
    return go_back(session, bell, "/imports#unmatched", withdraw_domain(session, domain, datetime.now(UTC)).job_id)
