"""Templates to answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from voc.domain.name_lists import quote_name
from voc.domain.search import find_marks
from voc.rendering import charts
from voc.rendering.formats import name, rating_text
from voc.rendering.report import TEMPLATES, add_figures
from voc_api.pages.frame import find_frame
from voc_api.pages.links import link_to


def mark_words(text: str, query: str) -> Markup:
    """The text, escaped, with the query's words marked."""
    parts, last = [], 0
    for start, end in find_marks(text, query):
        parts += [escape(text[last:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        last = end
    return Markup("").join([*parts, escape(text[last:])])


_FIELD = re.compile(r"^[a-z]+(_[a-z]+)+(?=: )")
_TITLES = {401: "Signed out", 403: "Not allowed", 404: "Not found", 405: "Not found", 409: "Not possible now", 422: "That cannot be read", 503: "Not available"}

_ENVIRONMENT = add_figures(
    Environment(
        loader=ChoiceLoader([PackageLoader("voc_api", "templates"), TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
)


def score_table(theme: Mapping[str, Any], most: float) -> Markup:
    """The parts of a theme's score as a table, with bars up to `most` points."""
    return _score_table(tuple((part["name"], part["points"], part["why"]) for part in theme["score_parts"]), theme["score"], most)


@lru_cache(5_000)  # a list of themes has fifty, and shows the same ones again
def _score_table(parts: Sequence[tuple[str, float, str]], score: float, most: float) -> Markup:
    named = [{"name": name, "points": points, "why": why} for name, points, why in parts]
    html = _ENVIRONMENT.get_template("score_parts.html").render(parts=named, score=score, most=most)
    return Markup(html)  # noqa: S704 - the template escapes its values


_ENVIRONMENT.globals.update(
    link_to=link_to, score_table=score_table, trend_chart=charts.trend_chart, share_chart=charts.share_chart, course_line=charts.course_line
)
_ENVIRONMENT.filters["marked"] = mark_words
_ENVIRONMENT.filters["on_scale"] = rating_text
_ENVIRONMENT.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]


_OPTIONS = re.compile(r" \((?:on the command line|over the API) [^()]*\)")
_ENVIRONMENT.filters["without_options"] = lambda text: _OPTIONS.sub("", text)  # what the command line is told beside, a page asks in its own way


def zip_names(values: Iterable[str], named: bool = True) -> list[tuple[str, str]]:
    """(value, words) for each choice of a filter; names that others gave stay as they are."""
    return [(str(value), name(str(value)) if named else str(value)) for value in values]


_ENVIRONMENT.filters["zip_names"] = zip_names
_ENVIRONMENT.filters["quoted"] = quote_name  # as a filter's address names it


def render_page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page. It holds a reader's data: no cache shares or keeps it."""
    known = {"reader": None, "path": request.url.path, **find_frame(request, context.get("reader")), **context}
    known["here"] = link_to(request.url.path, request.query_params.multi_items())
    html = _ENVIRONMENT.get_template(template).render(known)
    return HTMLResponse(html.encode("utf-8", "replace"), status, {"cache-control": "private, no-store"})


def render_error(request: Request, status: int, words: str) -> HTMLResponse:
    """An error as a page. A field that it begins with is called as people call it."""
    told = _FIELD.sub(lambda field: field[0].replace("_", " "), words)
    return render_page(request, "error.html", status, title=_TITLES.get(status, "Something went wrong"), words=told)
