"""One delivery's columns: what each is read as, and what would become of the first rows. What a person says stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse, Response

from voc.domain.feedback import Kind
from voc.errors import InputError, NotFoundError
from voc.sources.fields import slug
from voc.sources.layout import Layout, read_order
from voc.sources.mapping.profile import Profile
from voc.sources.profiles.own import make_profile
from voc.sources.registry import KINDS, find_kind
from voc.sources.settling.dates import Order
from voc.usecases.feedback.check_file import CheckedColumn, FileCheck, check_file
from voc.usecases.feedback.drop_choices import Choice, read_choices, save_choices
from voc.usecases.feedback.look_at_drop import Card, name_in
from voc.usecases.feedback.recognise_files import Delivery, guess_delivery, own_profiles, sort_files
from voc.usecases.feedback.remember_profile import remember_profile
from voc.usecases.feedback.request_import import request_import
from voc.usecases.feedback.uploaded import list_uploaded
from voc_api.deps import Bell, Looking, Placed, Services, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done
from voc_api.pages.answers import render_page
from voc_api.pages.links import link_to
from voc_api.uploads import find_upload, unpacked_limit

router = APIRouter(route_class=PageRoute, prefix="/imports/files")

_SET = "set_"
_IDS = {"feedback": "external_id", "accounts": "account_id"}
_PLAIN = ("file", "kind", "dates", "without_id")
Pairs = list[tuple[str, str]]


def link_to_mapping(name: str, card: Card) -> str:
    """The address of the page for a card's delivery, with what is known of its columns."""
    return link_to(f"/imports/files/{name}", _say(card.file, card.delivery, card.check.columns))


@dataclass(frozen=True, slots=True)
class _Looked:
    """A delivery as the address says that it is to be read, and what the check found."""

    folder: Path
    file: str
    delivery: Delivery
    found: FileCheck
    pairs: Pairs
    others: int  # deliveries in the same folder


@router.get("/{name}")
def look_at(name: str, request: Request, reader: Looking, services: Serving, place: Placed) -> Response:
    """The columns, what each is read as, and what would become of the first rows. `c0`, `c1`, ... say which field a column is."""
    params = request.query_params
    if params.get("kind", "") != params.get("was", params.get("kind")) or not params.get("kind"):
        return RedirectResponse(_guess_anew(services, name, params), 303)
    looked = _check(services, name, params)
    told: dict[str, Any] = {"layout": looked.delivery.layout, "pairs": looked.pairs, "kinds": list(KINDS), "orders": list(Order), "feedback_kinds": list(Kind)}
    kind = find_kind(looked.delivery.kind)
    there = {column.field for column in looked.found.columns if looked.delivery.layout.mapping.get(column.name, column.field) == column.field}
    told |= {"without_id": bool(params.get("without_id")), "offers_no_id": params.get("without_id") or _IDS.get(kind.name, "") not in {"", *there}}
    return render_page(request, "import_file.html", reader=reader, name=name, file=looked.file, kind=kind, found=looked.found, others=looked.others, **told)


@router.post("/{name}/{act}")
def start(
    name: str,
    act: Literal["check", "import", "keep", "remember"],
    services: Serving,
    session: Writing,
    bell: Bell,
    choice: Annotated[str, Form(max_length=20_000)],
    yes: Annotated[str, Form(max_length=10)] = "",
    title: Annotated[str, Form(max_length=1_000)] = "",
) -> Response:
    """A job that checks the whole file, or imports it; or what was said is kept for the import of all files, or (as `title`) for all files like it. `choice` is
    what the page's address said of kind and columns; `yes` is ticked where the file is to come in though its ARR looks like a month's."""
    params = QueryParams(choice)
    looked = _check(services, name, params)
    one, layout = looked.delivery, looked.delivery.layout
    if act == "keep":
        before = read_choices(looked.folder).get(looked.file, Choice())
        profile = layout.profile if params.get("without_id") else None
        kept = Choice(one.kind, layout.mapping, layout.constants, layout.dates, before.each, bool(yes), is_looked_at=True, profile=profile)
        save_choices(looked.folder, {looked.file: kept})
        return RedirectResponse(f"/imports/drops/{name}", 303)
    if looked.found.problem:
        raise InputError(looked.found.problem)
    if act == "remember":
        remember_profile(
            session, own_profiles(services.settings.data_dir), _remembered(looked, without_id=bool(params.get("without_id"))), title, datetime.now(UTC)
        )
        return tell_done(session, f"/imports/drops/{name}")
    is_check = act == "check"
    job_id = request_import(session, one.kind, str(one.path), datetime.now(UTC), layout=layout, dry_run=is_check, keep=is_check, yes=bool(yes))
    bell.ring(job_id)
    return RedirectResponse(link_to(f"/imports/jobs/{job_id}", looked.pairs if is_check else ()), 303)


def _remembered(looked: _Looked, *, without_id: bool) -> Profile:
    """How the file is read, as a profile by whose columns others like it are known."""
    one, layout = looked.delivery, looked.delivery.layout
    if layout.profile and not without_id:
        return layout.profile.corrected(layout.mapping, layout.constants).model_copy(update={"dates": layout.dates or layout.profile.dates})
    return _profile_of(one.kind, looked.found.columns, layout.mapping, layout.constants, layout.dates, without_id=without_id)


def _check(services: Services, name: str, params: QueryParams) -> _Looked:
    """The delivery under the layout that the address says: `c0`, `c1`, ... the fields of the columns by their places, `set_FIELD` a field's value in every
    row."""
    folder = find_upload(services, name)
    kind = find_kind(params.get("kind", ""))
    delivery, others = _find(services, folder, params.get("file", ""), kind.name)
    before = read_choices(folder).get(name_in(folder, delivery.path), Choice())
    base = Layout(profile=delivery.layout.profile, beside=delivery.layout.beside, each=before.each)
    known: dict[str, Any] = {"reporting_currency": services.settings.reporting_currency, "unpacked_limit": unpacked_limit(services)}
    columns = check_file(services.engine, kind.name, delivery.path, base, **known)
    said = {column.name: params.get(f"c{place}", "") for place, column in enumerate(columns.columns)}
    mapping = {column: field for column, field in said.items() if field}
    told = {key.removeprefix(_SET): value for key, value in params.items() if value and key.startswith(_SET)}
    constants = {field: value for field, value in told.items() if field not in mapping.values()}  # a column that was chosen since goes before
    if params.get("without_id") and base.profile is None and kind.name in _IDS:
        base = replace(base, profile=_profile_of(kind.name, columns.columns, mapping, {}, None, without_id=True))
    layout = replace(base, mapping=mapping, constants=constants, dates=read_order(params.get("dates")))
    found = check_file(services.engine, kind.name, delivery.path, layout, **known) if layout != base else columns
    pairs = [(key, value) for key, value in params.multi_items() if value and (key in _PLAIN or _is_column(key) or key.removeprefix(_SET) in constants)]
    return _Looked(folder, name_in(folder, delivery.path), replace(delivery, layout=layout), found, pairs, others)


def _profile_of(
    kind: str, columns: Sequence[CheckedColumn], mapping: Mapping[str, str], constants: Mapping[str, str], dates: Order | None, *, without_id: bool
) -> Profile:
    """What stands in the address as a profile, under a name of its own."""
    fields = {slug(field): column for column, field in mapping.items()}
    own = {column.field: column.name for column in columns if column.field and column.name not in mapping and column.field not in {*fields, *constants}}
    return make_profile("By hand", kind, [column.name for column in columns], {**own, **fields}, constants, dates, without_id=without_id)


def _is_column(key: str) -> bool:
    return key[:1] == "c" and key[1:].isdecimal()


def _find(services: Services, folder: Path, file: str, kind: str) -> tuple[Delivery, int]:
    """The delivery whose main file it is, and how many others there are; the file by itself where it is none of that kind. Raises NotFoundError."""
    there = list_uploaded(folder)
    found, unread = sort_files(there, own_profiles(services.settings.data_dir), unpacked_limit(services))
    path = next((path for path in there if name_in(folder, path) == file), None)
    if not file and len(found) == 1:
        path = found[0].path
    if path is None:
        raise NotFoundError("this file is not here any more: it was imported, or is older than a week; send it again")
    delivery = next((one for one in found if one.path == path), None)
    others = len(found) + len(unread) - (delivery is not None)
    if delivery is None or delivery.kind != kind:
        return Delivery(kind, path, Layout(), f"a file of {kind}", (path.name,)), others
    return delivery, others


def _guess_anew(services: Services, name: str, params: QueryParams) -> str:
    """The page's address, with what the columns may be of the kind that somebody chose."""
    folder = find_upload(services, name)
    kind = find_kind(params["kind"]).name if params.get("kind") else ""
    found, _ = sort_files(list_uploaded(folder), own_profiles(services.settings.data_dir), unpacked_limit(services))
    file = params.get("file") or (name_in(folder, found[0].path) if found else "")
    delivery = next((one for one in found if name_in(folder, one.path) == file and kind in ("", one.kind)), None)
    if delivery is None:
        delivery, _ = _find(services, folder, file, kind or "feedback")
        delivery = guess_delivery(delivery.path, delivery.kind, unpacked_limit(services))
    columns = check_file(services.engine, delivery.kind, delivery.path, replace(delivery.layout, mapping={}, constants={}), reporting_currency="USD").columns
    return link_to(f"/imports/files/{name}", _say(file, delivery, columns))


def _say(file: str, delivery: Delivery, columns: Sequence[CheckedColumn]) -> Pairs:
    """What the address says of a delivery."""
    layout = delivery.layout
    fields = [(f"c{place}", layout.mapping.get(column.name, "")) for place, column in enumerate(columns)]
    constants = [(_SET + field, value) for field, value in layout.constants.items()]
    there = {*layout.mapping.values(), *layout.constants, *(column.field for column in columns)}
    lacks_id = delivery.is_guess and _IDS.get(delivery.kind, "") not in {"", *there}
    return [("file", file), ("kind", delivery.kind), *fields, *constants, ("dates", layout.dates or ""), ("without_id", "1" if lacks_id else "")]
