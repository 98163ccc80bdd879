"""A month's report as HTML, Markdown or PDF, out of its stored content alone: what is frozen there is frozen here."""

import logging
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from voc.errors import UnavailableError
from voc.rendering import charts, formats

_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # characters that turn the direction of all that follows
TEMPLATES = PackageLoader("voc.rendering", "templates")
SOURCE_SCHEMES = ("https://", "http://")


def render_html(content: Mapping[str, Any], base_url: str = "") -> str:
    """One self-contained page: no script, nothing loaded from elsewhere. With `base_url` the figures link to the service's pages."""
    return _ENVIRONMENT.get_template("report.html").render(
        report=content, base_url=base_url, css=report_css(), linked=bool(base_url), body=f"{_template(content)}_body.html", title=title_of(content)
    )


def render_markdown(content: Mapping[str, Any]) -> str:
    """The same as Markdown (GitHub's)."""
    text = _PLAIN.get_template(f"{_template(content)}.md").render(report=content, title=title_of(content))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def title_of(content: Mapping[str, Any]) -> tuple[str, str]:
    """What it is and of what: `Voice of customer`, `October 2026`."""
    return ("Business review", str(content["title"])) if content["object"] == "review" else ("Voice of customer", str(content["title"]))


def report_css() -> str:
    """The style of a report's body, for the page that shows it and the file that holds it."""
    return (resources.files("voc.rendering") / "templates" / "report.css").read_text(encoding="utf-8")


def render_pdf(content: Mapping[str, Any]) -> bytes:
    """The printed HTML. Raises UnavailableError without WeasyPrint, which is loaded at the first PDF: most processes never make one."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):  # OSError: its native libraries are missing
        raise UnavailableError("a PDF needs WeasyPrint: pip install 'voc[pdf]'") from None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it warns of every rule that only a screen knows
    return bytes(HTML(string=render_html(content)).write_pdf())


def mail_template() -> Template:
    """The template of a report's mail."""
    return _ENVIRONMENT.get_template("mail.html")


def _template(content: Mapping[str, Any]) -> str:
    return "review" if content["object"] == "review" else "report"


def escape_markdown(text: str) -> str:
    """A person's words on one line of Markdown: nothing in them is markup, a link or HTML."""
    folded = " ".join(text.translate(_TURNING).split())
    escaped = re.sub(r"([\\`*_{}\[\]()#+\-!|~&@:$])", r"\\\1", folded)
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def is_web_address(url: str | None) -> bool:
    """Whether a source's address may become a link: `javascript:` and the like may not."""
    return bool(url) and str(url).lower().startswith(SOURCE_SCHEMES)


def add_figures(environment: Environment) -> Environment:
    """The filters and charts that all our templates use."""
    environment.filters.update(
        money=formats.whole_money,
        short=formats.brief_money,
        day=formats.day_text,
        first_day=formats.first_day,
        name=formats.name,
        language_name=formats.language_name,
        signed=formats.signed,
        known_share=formats.known_share,
        mood=formats.mood,
        md=escape_markdown,
    )
    environment.globals.update(
        share=formats.share_text,
        sparkline=charts.sparkline,
        bar=charts.bar,
        signed_bar=charts.signed_bar,
        stacked_bar=charts.stacked_bar,
        amount_chart=charts.amount_chart,
    )
    environment.tests["web_address"] = is_web_address
    return environment


_ENVIRONMENT = add_figures(Environment(loader=TEMPLATES, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True))
_PLAIN = add_figures(Environment(loader=TEMPLATES, autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True))  # noqa: S701
