"""Addresses: a view is a link, so every filter stands in the address and nothing else does."""

from collections.abc import Iterable
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import RedirectResponse

Pairs = Iterable[tuple[str, str]]


def link_to(path: str, pairs: Pairs = (), fragment: str = "", **changes: object) -> str:
    """The address of `path` with the pairs and then the changes; a change to None or "" leaves the name out. Text in a query is always encoded."""
    kept = [(name, value) for name, value in pairs if name not in changes and value != ""]
    added = [(name, str(value)) for name, value in changes.items() if value is not None and value != ""]
    query = urlencode(kept + added)
    return path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def find_shorter(request: Request) -> RedirectResponse | None:
    """Where to go instead of an address with empty filters, as a form leaves them; None: the address is fine."""
    pairs = request.query_params.multi_items()
    return RedirectResponse(link_to(request.url.path, pairs), 303) if any(not value.strip() for _, value in pairs) else None
