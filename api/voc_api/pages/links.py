"""Addresses: a view is a link, so every filter stands in the address and nothing else does."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request
from starlette.responses import RedirectResponse

DONE = "done"  # names what was just done, for the toast: it belongs to one answer, not to the view

Pairs = Iterable[tuple[str, str]]


def link_to(path: str, pairs: Pairs = (), fragment: str = "", **changes: object) -> str:
    """The address of `path` with the pairs and then the changes; a change to None or "" leaves the name out. Text in a query is always encoded."""
    kept = [(name, value) for name, value in pairs if name not in changes and name != DONE and value != ""]
    added = [(name, str(value)) for name, value in changes.items() if value is not None and value != ""]
    query = f"?{urlencode(kept + added)}" if kept or added else ""
    return path + query + (f"#{fragment}" if fragment else "")


def with_done(path: str, act: str | None) -> str:
    """The address of a page of ours, telling there what was just done."""
    parts = urlsplit(path)
    return link_to(parts.path, parse_qsl(parts.query), parts.fragment, **{DONE: act})


def find_shorter(request: Request) -> RedirectResponse | None:
    """Where to go instead of an address with empty filters, as a form leaves them; None: the address is fine."""
    pairs = request.query_params.multi_items()
    return RedirectResponse(link_to(request.url.path, pairs), 303) if any(not value.strip() for _, value in pairs) else None
