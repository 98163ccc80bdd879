"""The web process: `uvicorn --factory voc_api.main:create_app`. It reads what workers found; it never loads a model."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware

from voc.db.migrating import upgrade_database
from voc.settings import Settings, get_settings
from voc_api import errors, pages
from voc_api.deps import GUARDED, Services
from voc_api.metrics import Metrics, MetricsMiddleware
from voc_api.openapi import install_openapi
from voc_api.pages.answers import render_error
from voc_api.routes import ROUTERS
from voc_api.security import HeadMiddleware, PageBodyMiddleware, SecurityHeadersMiddleware


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application. Nothing is connected to before the first request, or the server's start, which brings a SQLite database's tables up to date."""
    services = Services(settings or get_settings())
    app = FastAPI(
        title="voc",
        version="1",
        description="Voice of customer: feedback in, evidence-backed themes with the revenue they affect out.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its scripts come from elsewhere, which the content security policy forbids
        redoc_url=None,
        lifespan=_lifespan,
        dependencies=GUARDED,
    )
    app.state.services = services
    app.state.metrics = Metrics(services)
    errors.install(app, render_error)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(pages.router)
    install_openapi(app)
    # The last one added is the outermost.
    app.add_middleware(PageBodyMiddleware)
    app.add_middleware(HeadMiddleware)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[host.strip() for host in services.settings.allowed_hosts.split(",") if host.strip()])
    app.add_middleware(SecurityHeadersMiddleware)
    app.add_middleware(MetricsMiddleware)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    # More threads than this would only take turns: Python runs one at a time, and each turn makes all others wait.
    to_thread.current_default_thread_limiter().total_tokens = services.settings.database_connections
    if services.engine.dialect.name == "sqlite":
        await run_in_threadpool(upgrade_database, services.engine)
    yield
    services.engine.dispose()
