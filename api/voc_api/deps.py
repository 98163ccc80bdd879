"""What routes are given: settings, database, broker, who asks.

One request is one transaction, committed before the answer is sent. A request uses one connection to the database, in a thread of the process: there are as
many connections as threads (`VOC_DATABASE_CONNECTIONS`). A few times as many requests are let in at once; the others wait up to two seconds.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated

from celery import Celery
from fastapi import BackgroundTasks, Depends, Request
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from voc import broker
from voc.db.session import create_database, reading, transaction
from voc.domain.changes import NOBODY, Actor
from voc.domain.roles import Principal
from voc.engine.privacy.hide import Hiding
from voc.errors import AuthError, InputError
from voc.finder import Finder, finder_token
from voc.settings import Settings
from voc.usecases.shared.own_hiding import carry_hiding, hiding_for_readers
from voc_api.access import brings_file, is_api, needed_action
from voc_api.attempts import Attempts
from voc_api.auth import BearerKey, SessionCookie, check_csrf, csrf_token, identify
from voc_api.cursors import Cursors
from voc_api.identity_provider import IdentityProvider, ProviderSettings
from voc_api.limiter import Limiter
from voc_api.long_answers import LongAnswers

LET_IN = 4  # requests for each connection: those that it serves, and those that wait for a thread
PATIENCE = 2.0  # seconds that a request waits to be let in
HASHING_PATIENCE = 15.0  # seconds that a sign-in waits for its turn: of a flood of sign-ins, the last may be a colleague's


class Services:
    """What lives as long as the process; made at the first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def engine(self) -> Engine:
        """The database."""
        return create_database(self.settings.database_url, connections=self.settings.database_connections)

    @cached_property
    def places(self) -> Limiter:
        """Which requests are let in to the database."""
        return Limiter(LET_IN * self.settings.database_connections, PATIENCE)

    @cached_property
    def broker(self) -> Celery:
        """What the doorbell rings through."""
        return broker.create_app(self.settings)

    @cached_property
    def provider(self) -> IdentityProvider | None:
        """The company's identity provider, where one is set up."""
        s = self.settings
        if not s.oidc_issuer:
            return None
        back = f"{s.base_url.rstrip('/')}/sign-in/provider/done"
        return IdentityProvider(ProviderSettings(s.oidc_issuer, s.oidc_client_id, s.oidc_client_secret.get_secret_value(), back, s.signing_key()))

    @cached_property
    def finder(self) -> Finder:
        """What searches by meaning."""
        return Finder(self.settings.finder_url, finder_token(self.settings.signing_key()))

    def invitation_link(self, token: str) -> str:
        """The address at which somebody invited chooses a password."""
        return f"{self.settings.base_url.rstrip('/')}/invitation?token={token}"

    @cached_property
    def hiding(self) -> Hiding:
        """What the company hides beyond what every company hides."""
        return hiding_for_readers(self.settings.personal_patterns)

    @cached_property
    def long(self) -> LongAnswers:
        """Answers that take long."""
        return LongAnswers(self.settings.reporting_currency)

    @cached_property
    def attempts(self) -> Attempts:
        """What counts tries to sign in."""
        return Attempts()

    @cached_property
    def hashing(self) -> Limiter:
        """Who may hash a password, which takes a core and megabytes of memory: half of the cores are left to all else."""
        return Limiter(max(1, (os.cpu_count() or 1) // 2), HASHING_PATIENCE)

    @cached_property
    def cursors(self) -> Cursors:
        """What signs cursors."""
        return Cursors(self.settings.signing_key())


# Dependencies that only look at the request are coroutines: FastAPI runs a plain function in a thread, and a busy process has none to spare.
async def get_services(request: Request) -> Services:
    """The process's services."""
    services: Services = request.app.state.services
    return services


Serving = Annotated[Services, Depends(get_services)]


async def refuse_nul(request: Request) -> None:
    """No address holds a NUL: PostgreSQL cannot even be asked for it."""
    if "\0" in request.url.path or "%00" in request.url.path or any("\0" in part for pair in request.query_params.multi_items() for part in pair):
        raise InputError("the address contains a NUL character")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the token that changes by the session's cookie have to carry; `is_unproven`: this one is yet to bring it, in its form before the file."""

    principal: Principal
    csrf: str
    is_unproven: bool = False


async def read_csrf(request: Request) -> str:
    """The token that came with a change: in the header, else in a page's form."""
    if (given := request.headers.get("x-csrf-token")) is not None or is_api(request):
        return given or ""
    is_form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return str((await request.form()).get("csrf", "")) if is_form else ""


async def hold_place(services: Serving) -> AsyncIterator[None]:
    """Be let in to the database until the request's work is done. Raises UnavailableError after two seconds of waiting."""
    async with services.places.place():
        yield


Placed = Annotated[None, Depends(hold_place, scope="function")]


async def hold_hashing_turn(services: Serving) -> AsyncIterator[None]:
    """Hold a turn to hash a password until the request's work is done. Raises UnavailableError."""
    async with services.hashing.place():
        yield


HashingTurn = Annotated[None, Depends(hold_hashing_turn, scope="function")]


async def find_caller(request: Request, services: Serving, bearer: BearerKey, cookie: SessionCookie, csrf: Annotated[str, Depends(read_csrf)]) -> Caller | None:
    """Who asks, by key or by cookie, where the address is not open to everybody.

    Raises AuthError for nobody, ForbiddenError where the role may not, or for a change by a cookie without its CSRF token.
    """
    action = needed_action(request)
    if action is None:
        return None
    async with services.places.place():  # given back before the body is read: a client may be slow to send it
        principal = await run_in_threadpool(_identify, services.engine, bearer.credentials if bearer else None, cookie)
    principal.require(action)
    by_cookie = cookie if bearer is None else None
    is_unproven = bool(by_cookie) and brings_file(request)
    if by_cookie and request.method not in ("GET", "HEAD", "OPTIONS") and not is_unproven:
        check_csrf(services.settings.signing_key(), by_cookie, csrf)
    return Caller(principal, csrf_token(services.settings.signing_key(), by_cookie or ""), is_unproven)


def _identify(engine: Engine, key: str | None, cookie: str | None) -> Principal:
    with reading(engine) as session:
        return identify(session, key, cookie, datetime.now(UTC))


Known = Annotated[Caller | None, Depends(find_caller)]


async def get_caller(caller: Known) -> Caller:
    """Who asks, for addresses that are not open. Raises AuthError."""
    if caller is None:
        raise AuthError("sign in")
    return caller


async def get_principal(caller: Annotated[Caller, Depends(get_caller)]) -> Principal:
    """Who asks."""
    return caller.principal


Looking = Annotated[Caller, Depends(get_caller)]  # what pages show a reader, and what their forms carry
Asker = Annotated[Principal, Depends(get_principal)]
GUARDED = [Depends(refuse_nul), Depends(find_caller)]  # of every address


def get_reading(request: Request, services: Serving, place: Placed) -> Iterator[Session]:
    """A session that only reads."""
    with reading(services.engine) as session, _shared(request, session):
        yield session


def get_writing(request: Request, services: Serving, caller: Known, place: Placed) -> Iterator[Session]:
    """The request's transaction, in the name of who asks."""
    actor = Actor(caller.principal.id, caller.principal.name) if caller else NOBODY
    with transaction(services.engine, actor) as session, _shared(request, session):
        yield session


@contextmanager
def _shared(request: Request, session: Session) -> Iterator[None]:
    carry_hiding(session, request.app.state.services.hiding)
    # For what stands around a page (`pages/frame.py`), which must not open a second connection.
    request.state.session = session
    try:
        yield
    finally:
        request.state.session = None


# scope="function": the commit comes before the answer, so that an answer of 2xx is a promise.
Reading = Annotated[Session, Depends(get_reading, scope="function")]
Writing = Annotated[Session, Depends(get_writing, scope="function")]


async def refuse_params(request: Request) -> None:
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
