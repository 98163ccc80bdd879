"""Feedback that no account could be found for, and the domains that people say are an account's."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.account_domains import list_account_domains, list_unmatched
from voc.rendering.shapes import Shape, moment
from voc.usecases.feedback.assign_domain import Reassigned, assign_domain, withdraw_domain
from voc.usecases.feedback.settle_origin import ignore_origin
from voc_api import schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Bell, Reading, Serving, Writing
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1", tags=["imports"], route_class=ReadRoute)


@router.get("/unmatched", response_model=schemas.Page[schemas.Unmatched])
def read_unmatched(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """Feedback without an account, by what it says of one, the most first; without what is ignored."""
    rows = [
        {"object": "unmatched", "account_id": one.account_ref, "domain": one.domain, "items": one.items, "last_at": moment(one.last_at)}
        for one in list_unmatched(session)
    ]
    return Page(request, services.cursors, params).slice(rows, None)


@router.put("/unmatched/ignored", response_model=schemas.Ignored, openapi_extra=describe_body(schemas.IgnoredIn), dependencies=BARE)
def put_ignored(request: Request, body: Body, session: Writing) -> JSONResponse:
    """Ask nobody any more whose such feedback is, or ask again. The feedback stays."""
    asked = parse_body(request, body, schemas.IgnoredIn)
    ignore_origin(session, asked.account_id, asked.domain, datetime.now(UTC), ignored=asked.ignored)
    return JSONResponse({"object": "ignored_origin", **asked.model_dump()})


@router.get("/account-domains", response_model=schemas.Page[schemas.AccountDomain])
def read_domains(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The domains that people assigned, beside those that accounts came with."""
    rows = [
        {
            "object": "account_domain",
            "domain": one.domain,
            "account": {"id": one.account, "name": one.account_name},
            "made_by": one.made_by,
            "made_at": moment(one.made_at),
        }
        for one in list_account_domains(session)
    ]
    return Page(request, services.cursors, params).slice(rows, None)


@router.put("/account-domains/{domain}", response_model=schemas.Reassigned, openapi_extra=describe_body(schemas.DomainIn), dependencies=BARE)
def put_domain(domain: str, request: Request, body: Body, session: Writing, bell: Bell) -> Response:
    """Feedback from this domain is this account's: what came before, and what comes."""
    asked = parse_body(request, body, schemas.DomainIn)
    return _answer(assign_domain(session, domain, asked.account_id, datetime.now(UTC)), bell)


@router.delete("/account-domains/{domain}", response_model=schemas.Reassigned, dependencies=BARE)
def delete_domain(domain: str, session: Writing, bell: Bell) -> Response:
    """Nobody says any more whose the domain is."""
    return _answer(withdraw_domain(session, domain, datetime.now(UTC)), bell)


def _answer(made: Reassigned, bell: Bell) -> JSONResponse:
    if made.job_id:
        bell.ring(made.job_id)
    shape: Shape = {"object": "reassigned", "domain": made.domain, "account": made.account, "items": made.items, "job_id": made.job_id}
    return JSONResponse(shape)
