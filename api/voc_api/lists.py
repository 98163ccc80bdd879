"""Pages of lists, in the one shape that all lists have."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from fastapi import Request
from starlette.responses import JSONResponse, Response

from voc.errors import InputError
from voc_api.cursors import Cursor, Cursors
from voc_api.params import PageParams

T = TypeVar("T")


def list_shape(data: Sequence[Any], next_cursor: str | None) -> Mapping[str, Any]:
    """`{"object":"list",...}`."""
    return {"object": "list", "data": list(data), "has_more": next_cursor is not None, "next_cursor": next_cursor}


class Page:
    """The page that a request asks for."""

    def __init__(self, request: Request, cursors: Cursors, params: PageParams) -> None:
        self._cursors = cursors
        self._filters = params.filters(request.url.path)
        self.limit = params.limit
        self.cursor: Cursor | None = cursors.read(params.cursor, self._filters) if params.cursor else None

    @property
    def run_id(self) -> str | None:
        """The run that the list began on; None: it begins here."""
        return self.cursor.run_id if self.cursor else None

    @property
    def offset(self) -> int:
        """Rows of the pages before."""
        return self.cursor.offset if self.cursor else 0

    def slice(self, rows: Sequence[Any], run_id: str | None) -> JSONResponse:
        """The page out of all rows of a run's list."""
        return self.answer(rows[self.offset : self.offset + self.limit + 1], run_id)

    def answer(self, rows: Sequence[Any], run_id: str | None, **said: Any) -> JSONResponse:
        """The page out of its rows and, where there are more, the one after them; `said` of the list as a whole."""
        more = len(rows) > self.limit
        return self._respond(rows, Cursor(run_id, str(self.offset + self.limit), self._filters) if more else None, **said)

    @property
    def after(self) -> tuple[datetime, str] | None:
        """The sort key of the last row of the page before, where a list is sorted by time."""
        if self.cursor is None:
            return None
        moment, _, key = self.cursor.position.partition(" ")
        return datetime.fromisoformat(moment), key

    def answer_by_time(self, rows: Sequence[T], place: Callable[[T], tuple[datetime, str]], shape: Callable[[T], Any]) -> JSONResponse:
        """The page of a list that is sorted by time and key: rows that come in later do not shift it."""
        more = len(rows) > self.limit
        moment, key = place(rows[self.limit - 1]) if more else (None, "")
        return self._respond([shape(row) for row in rows], Cursor(None, f"{moment.isoformat()} {key}", self._filters) if moment else None)

    def _respond(self, rows: Sequence[Any], following: Cursor | None, **said: Any) -> JSONResponse:
        return JSONResponse({**list_shape(rows[: self.limit], self._cursors.write(following) if following else None), **said})


def csv_file(text: str, name: str) -> Response:
    """A list as a CSV file to be downloaded."""
    return Response(text, media_type="text/csv; charset=utf-8", headers={"content-disposition": f'attachment; filename="{name}.csv"'})


def one_of(values: Sequence[str], known: Sequence[str], name: str) -> tuple[str, ...]:
    """The values. Raises InputError for one that is not known."""
    if unknown := set(values) - set(known):
        raise InputError(f"{name}: there is no '{min(unknown)}'; expected one of {', '.join(known)}")
    return tuple(values)
