"""What routes are given: settings, database, broker, who asks. One request is one transaction, committed before the answer is sent."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated

from celery import Celery
from fastapi import BackgroundTasks, Depends, Request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc import broker
from voc.db.session import create_database, reading, transaction
from voc.domain.roles import Action, Principal
from voc.errors import InputError
from voc.settings import Settings
from voc_api.auth import SESSION_COOKIE, BearerKey, SessionCookie, check_csrf, identify
from voc_api.cursors import Cursors

__all__ = [
    "BARE",
    "READERS",
    "SESSION_COOKIE",
    "Bell",
    "Decider",
    "Doorbell",
    "HealthJudge",
    "Reader",
    "Reading",
    "ReportApprover",
    "Services",
    "WeightsAdmin",
    "Writer",
    "Writing",
    "get_services",
    "refuse_nul",
]


class Services:
    """What lives as long as the process; made at the first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def engine(self) -> Engine:
        """The database."""
        return create_database(self.settings.database_url)

    @cached_property
    def broker(self) -> Celery:
        """What the doorbell rings through."""
        return broker.create_app(self.settings)

    @cached_property
    def cursors(self) -> Cursors:
        """What signs cursors."""
        return Cursors(self.settings.signing_key())


def get_services(request: Request) -> Services:
    """The process's services."""
    services: Services = request.app.state.services
    return services


Serving = Annotated[Services, Depends(get_services)]


def refuse_nul(request: Request) -> None:
    """No address holds a NUL: PostgreSQL cannot even be asked for it."""
    if "\0" in request.url.path or "%00" in request.url.path or any("\0" in part for pair in request.query_params.multi_items() for part in pair):
        raise InputError("the address contains a NUL character")


def get_reading(services: Serving) -> Iterator[Session]:
    """A session that only reads."""
    with reading(services.engine) as session:
        yield session


def get_writing(services: Serving) -> Iterator[Session]:
    """The request's transaction."""
    with transaction(services.engine) as session:
        yield session


# scope="function": the commit comes before the answer, so that an answer of 2xx is a promise.
Reading = Annotated[Session, Depends(get_reading, scope="function")]
Writing = Annotated[Session, Depends(get_writing, scope="function")]


def get_principal(request: Request, services: Serving, bearer: BearerKey, cookie: SessionCookie) -> Principal:
    """Who asks, by key or by cookie. Raises AuthError for nobody, ForbiddenError for a cookie without its CSRF token."""
    with reading(services.engine) as session:
        principal = identify(session, bearer.credentials if bearer else None, cookie, datetime.now(UTC))
    if bearer is None and cookie and request.method not in ("GET", "HEAD", "OPTIONS"):
        check_csrf(services.settings.signing_key(), cookie, request.headers.get("x-csrf-token", ""))
    return principal


def allowed(action: Action) -> Callable[[Principal], Principal]:
    """A dependency: who asks, if the role allows the action."""

    def check(principal: Annotated[Principal, Depends(get_principal)]) -> Principal:
        principal.require(action)
        return principal

    return check


may_read = allowed(Action.READ)
may_write = allowed(Action.WRITE)
may_decide = allowed(Action.DECIDE)
may_judge_health = allowed(Action.JUDGE_HEALTH)
may_accept_weights = allowed(Action.ACCEPT_WEIGHTS)
may_approve_reports = allowed(Action.APPROVE_REPORTS)

Reader = Annotated[Principal, Depends(may_read)]
Writer = Annotated[Principal, Depends(may_write)]
Decider = Annotated[Principal, Depends(may_decide)]
HealthJudge = Annotated[Principal, Depends(may_judge_health)]
WeightsAdmin = Annotated[Principal, Depends(may_accept_weights)]
ReportApprover = Annotated[Principal, Depends(may_approve_reports)]
READERS = [Depends(may_read)]  # of a router whose routes need not know who asks


def refuse_params(request: Request) -> None:
    """Raises InputError for any query parameter, as lists do for those that they do not know."""
    if names := sorted(set(request.query_params)):
        raise InputError(f"{names[0]}: there is no such parameter here")


BARE = [Depends(refuse_params)]


class Doorbell:
    """Rings for jobs once the answer is sent, and so after the commit. A broker that is down costs time, never a request."""

    def __init__(self, services: Serving, later: BackgroundTasks) -> None:
        self._services = services
        self._later = later

    def ring(self, job_id: str) -> None:
        """Tell the workers of the job, later."""
        self._later.add_task(lambda: broker.ring(self._services.broker, job_id))


Bell = Annotated[Doorbell, Depends()]
