"""The finder: a small service beside the web process that has the model and the vectors. `voc finder` runs it; it answers nobody but voc."""

import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from voc.db.session import create_database
from voc.engine.encoders.choose import make_embedder
from voc.errors import VocError
from voc.finder import finder_token
from voc.settings import Settings, get_settings
from voc.usecases.feedback.find_meaning import MeaningFinder

MOST, LONGEST = 500, 2_000


def create_app(settings: Settings | None = None, finder: MeaningFinder | None = None) -> Starlette:
    """The service. The model is loaded beside the start."""
    settings = settings or get_settings()
    found = finder or MeaningFinder(create_database(settings.database_url), make_embedder(settings.encoding()))
    token = f"Bearer {finder_token(settings.signing_key())}".encode()

    async def answer(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), token):
            return JSONResponse({"detail": "not for you"}, 401)
        try:
            body: dict[str, Any] = json.loads(await request.body())
            limit = min(int(body["limit"]), MOST)
            if request.url.path == "/alike":
                hits = await run_in_threadpool(found.find_alike, [str(key) for key in body["snippet_ids"]], limit)
            else:
                hits = await run_in_threadpool(found.find, str(body["text"])[:LONGEST], limit)
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"detail": "ask for text or snippet_ids, and a limit"}, 422)
        except VocError as error:
            return JSONResponse({"detail": str(error)}, 404)
        return JSONResponse({"found": hits})

    @asynccontextmanager
    async def warm_up(_: Starlette) -> AsyncIterator[None]:
        # Loading the model takes longer than the web process waits; the first question is not to pay for it.
        Thread(target=found.warm_up, daemon=True).start()
        yield

    return Starlette(routes=[Route(path, answer, methods=["POST"]) for path in ("/meaning", "/alike")], lifespan=warm_up)
