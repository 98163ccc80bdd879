"""A report as one file that needs nothing else, by its form."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from voc.domain.report_standing import pack_content
from voc.errors import UnavailableError
from voc.rendering.report import render_html, render_markdown, render_pdf

Form = Literal["html", "md", "pdf", "json"]


def _json(content: Mapping[str, Any]) -> bytes:
    return pack_content(content)[0].encode("utf-8", "replace")


_WRITERS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    "html": lambda content: render_html(content).encode("utf-8", "replace"),
    "md": lambda content: render_markdown(content).encode("utf-8", "replace"),
    "pdf": render_pdf,
    "json": _json,
}
FORMS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json",
}


def render_file(content: Mapping[str, Any], form: str) -> bytes:
    """The file's bytes. `form`: one of FORMS, which gives its media type. Raises UnavailableError for a PDF without WeasyPrint."""
    return _WRITERS[form](content)


def write_file(out: Path, body: bytes) -> None:
    """Write it. Raises UnavailableError where that cannot be."""
    try:
        out.write_bytes(body)
    except OSError as error:
        raise UnavailableError(f"{out} cannot be written: {error.strerror}") from error
