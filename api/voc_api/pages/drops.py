"""What somebody dropped on the page of imports: what it is, what would become of it, what has to be said, and what came in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from voc.db.account_domains import list_unmatched
from voc.db.accounts import list_account_ids
from voc.db.jobs import OPEN, Job, list_jobs
from voc.db.session import reading, transaction
from voc.domain.accounts import FREE_MAIL
from voc.domain.changes import Actor
from voc.domain.feedback import Kind
from voc.errors import InputError, NotFoundError
from voc.sources.layout import read_order
from voc.sources.registry import find_kind
from voc.sources.settling.dates import Order
from voc.usecases.feedback.check_file import CheckedRow
from voc.usecases.feedback.drop_choices import Choice, read_choices, save_choices
from voc.usecases.feedback.look_at_drop import Card, Currency, list_deliveries, look_at, name_in
from voc.usecases.feedback.recognise_files import Delivery, Unread, own_profiles
from voc.usecases.feedback.request_import import request_imports
from voc.usecases.feedback.uploaded import UPLOADS, folder_of, is_folder_name, list_needed, own_name
from voc_api.deps import Bell, Looking, Placed, Services, Serving
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.frame import shape_progress
from voc_api.pages.mapping import link_to_mapping
from voc_api.uploads import Uploaded, unpacked_limit

router = APIRouter(route_class=PageRoute, prefix="/imports")

FIELDS = 8
_TELLING = ("text", "account_id", "arr", "mrr", "amount", "rating", "author_email", "account_domain", "renews_on", "domain")
UNMATCHED = 20  # rows
JOBS = 200  # the last ones, among which those of a drop are looked for


async def read_form(request: Request) -> FormData:
    """A page's form with fields of any name. Raises InputError for one that holds what no database can."""
    form = await request.form()
    if any("\0" in name or "\0" in str(value) for name, value in form.multi_items()):
        raise InputError("the form contains a NUL character")
    return form


Filled = Annotated[FormData, Depends(read_form)]


@router.post("")
def receive(upload: Uploaded) -> Response:
    """Keep the files, and look at them. The form's token was checked before they were kept."""
    if not upload.paths:
        raise InputError("choose a file")
    upload.kept = True
    return RedirectResponse(f"/imports/drops/{upload.folder.name}", 303)


@router.get("/drops/{name}")
def show_drop(name: str, request: Request, reader: Looking, services: Serving, place: Placed) -> Response:
    """A card for each thing that the files are; once they are imported, what came in."""
    folder = _folder(services, name)
    with reading(services.engine) as session:
        found, busy, accounts = _jobs_of(list_jobs(session, ["import"], JOBS), name), list_needed(session, by_checks=False), list_account_ids(session)
        unmatched = list_unmatched(session)[:UNMATCHED] if found else []
        jobs = [(job, own_name(Path(job.payload["path"])), shape_progress(session, job)) for job in found]
    cards, unread = _look_at_all(services, folder, busy)
    if not (jobs or cards or unread):
        raise NotFoundError("these files are not here any more: they were imported long ago, or are older than a week; send them again")
    if not jobs and not unread and len(cards) == 1 and cards[0].delivery.is_guess:
        return RedirectResponse(link_to_mapping(name, cards[0]), 303)
    return render_page(
        request,
        "drop.html",
        reader=reader,
        name=name,
        cards=[(card, link_to_mapping(name, card)) for card in cards],
        unread=[(one, name_in(folder, one.path)) for one in unread],
        jobs=jobs,
        is_open=any(job.state in OPEN for job in found),
        accounts=accounts,
        unmatched=unmatched,
        free_mail=FREE_MAIL,
        orders=list(Order),
        feedback_kinds=list(Kind),
        shown_fields=shown_fields,
    )


def shown_fields(kind: str, rows: Sequence[CheckedRow]) -> list[str]:
    """The fields that matter of those that some row has: what the kind asks for first, and what else says most."""
    known = find_kind(kind)
    ordered = dict.fromkeys([*known.required, *_TELLING, *known.fields])
    return [field for field in ordered if field in known.fields and any(row.values.get(field) for row in rows)][:FIELDS]


@router.post("/drops/{name}")
def settle_drop(name: str, form: Filled, reader: Looking, services: Serving, bell: Bell, place: Placed) -> Response:
    """Keep what was said on the cards, and import what is ready where that was asked for."""
    folder = _folder(services, name)
    if not folder.is_dir():
        raise NotFoundError("these files are not here any more: they were imported, or are older than a week; send them again")
    save_choices(folder, _read_choices(form, read_choices(folder)))
    if form.get("act") == "import":
        with reading(services.engine) as session:
            busy = list_needed(session, by_checks=False)
        ready = [card.delivery for card in _look_at_all(services, folder, busy)[0] if card.is_ready]
        for job_id in _import(services, ready, Actor(reader.principal.id, reader.principal.name)):
            bell.ring(job_id)
    return RedirectResponse(f"/imports/drops/{name}", 303)


def _import(services: Services, ready: Sequence[Delivery], actor: Actor) -> list[str]:
    """The jobs. A second click finds that the first has begun them."""
    with transaction(services.engine, actor) as session:
        needed = list_needed(session, by_checks=False)
        return request_imports(session, [one for one in ready if one.path not in needed], datetime.now(UTC))


def _folder(services: Services, name: str) -> Path:
    if not is_folder_name(name):
        raise NotFoundError("there is nothing at this address")
    return services.settings.data_dir.absolute() / UPLOADS / name


def _jobs_of(jobs: Sequence[Job], name: str) -> list[Job]:
    """Those that read files of the folder and change something, the oldest first."""
    found = [job for job in jobs if not job.payload.get("dry_run") and (folder := folder_of(Path(job.payload["path"]))) and folder.name == name]
    return sorted(found, key=lambda job: job.created_at)


def _look_at_all(services: Services, folder: Path, busy: set[Path]) -> tuple[list[Card], list[Unread]]:
    limit = unpacked_limit(services)
    known = Currency(services.settings.reporting_currency, limit)
    found, unread = list_deliveries(folder, own_profiles(services.settings.data_dir), limit, busy)
    cards = []
    for one in found:
        try:
            cards.append(look_at(services.engine, folder, one, known))
        except InputError as error:
            unread.append(Unread(one.path, str(error)))
    return cards, unread


def _read_choices(form: FormData, kept: dict[str, Choice]) -> dict[str, Choice]:
    """What the cards say: `0.file`, `0.dates`, `0.set.kind`, `0.yes`, and of its calls `0.call.0`, `0.day.0`, `0.account.0`."""
    said = {name: str(value).strip() for name, value in form.multi_items()}
    found = {}
    for name, file in said.items():
        number, _, what = name.partition(".")
        if what != "file":
            continue
        before = kept.get(file, Choice())
        constants = {key.removeprefix(f"{number}.set."): value for key, value in said.items() if value and key.startswith(f"{number}.set.")}
        found[file] = replace(
            before,
            constants={**before.constants, **constants},
            dates=read_order(said.get(f"{number}.dates")) or before.dates,
            yes=before.yes or bool(said.get(f"{number}.yes")),
            each={**before.each, **_read_calls(said, number)},
        )
    return found


def _read_calls(said: dict[str, str], number: str) -> dict[str, dict[str, str]]:
    calls = {}
    for name, call in said.items():
        head, _, place = name.rpartition(".")
        if head == f"{number}.call":
            told = {"occurred_at": said.get(f"{number}.day.{place}", ""), "account_id": said.get(f"{number}.account.{place}", "")}
            calls[call] = {field: value for field, value in told.items() if value}
    return calls
