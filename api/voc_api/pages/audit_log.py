"""Settings, audit log: who changed what, when, from what to what."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams
from starlette.responses import Response

from voc.db.changes import list_actors, list_changes
from voc.domain.cells import safe_cell
from voc.domain.changes import IMPORTING, Change, ChangeKind
from voc.domain.evidence import end_of_day
from voc.errors import InputError
from voc.rendering.change_words import shape_change
from voc.usecases.shared.name_nouns import name_nouns
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.filters import day_of, text_of, values_of
from voc_api.pages.links import find_shorter
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute, prefix="/settings")

ROWS, CSV_ROWS = 50, 100_000
_PAGES = (("thm_", "/themes/"), ("acc_", "/accounts/"))  # where the nouns of changes are read about
_COLUMNS = ("happened_at", "actor", "actor_id", "kind", "noun_id", "what", "before", "after", "undone_at")


@router.get("/log")
def show_log(request: Request, reader: Looking, session: Reading) -> Response:
    """The changes that the filters in the address let through, the newest first."""
    if shorter := find_shorter(request):
        return shorter
    params, labels = request.query_params, name_nouns(session)
    found = _list(session, params, ROWS + 1)
    rows = [shape_change(change, labels) for _, change in found[:ROWS]]
    return render_tab(
        request,
        "settings_log.html",
        reader,
        changes=[{**row, "page": _page_of(row["noun_id"])} for row in rows],
        older=found[ROWS - 1][0] if len(found) > ROWS else None,
        params=params,
        actors=list_actors(session),
        importing=IMPORTING,
        kinds=[(kind.value, kind.replace(".", ": ").replace("_", " ")) for kind in sorted(ChangeKind)],
        pairs=[(name, value) for name, value in params.multi_items() if name != "before"],
        narrowed=any(name != "before" for name in params),
    )


@router.get("/log.csv")
def take_log(request: Request, reader: Looking, session: Reading) -> Response:
    """The same as a file, all of it."""
    labels = name_nouns(session)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for _, change in _list(session, request.query_params, CSV_ROWS):
        writer.writerow([safe_cell(cell) for cell in _cells(change, labels)])
    headers = {"content-disposition": 'attachment; filename="audit-log.csv"', "cache-control": "private, no-store"}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _list(session: Session, params: QueryParams, limit: int) -> list[tuple[int, Change]]:
    kinds, since, until, before = values_of(params, "kind"), day_of(params, "since"), day_of(params, "until"), text_of(params, "before")
    if unknown := set(kinds) - set(ChangeKind):
        raise InputError(f"there is no kind of change '{min(unknown)}'")
    if before and not (before.isascii() and before.isdigit() and len(before) < 16):
        raise InputError("before is the number of a change")
    return list_changes(
        session,
        limit,
        before=int(before) if before else None,
        actor_id=text_of(params, "actor") or None,
        noun_ids=values_of(params, "noun"),
        kinds=kinds,
        since=datetime.combine(since, time.min, UTC) if since else None,
        until=end_of_day(until) if until else None,
    )


def _cells(change: Change, labels: Mapping[str, str]) -> list[str]:
    row: Mapping[str, Any] = shape_change(change, labels)
    facts = [json.dumps(row[side], ensure_ascii=False) if row[side] else "" for side in ("before", "after")]
    return [row["happened_at"], row["actor"]["name"], row["actor"]["id"], row["kind"], row["noun_id"], row["text"], *facts, row["undone_at"] or ""]


def _page_of(noun_id: str) -> str | None:
    return next((page + noun_id for prefix, page in _PAGES if noun_id.startswith(prefix)), None)
