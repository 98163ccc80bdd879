"""Drafts of messages that people send themselves, as plain text."""

from datetime import datetime

from voc.domain.accounts import Feature
from voc.rendering.formats import day_text

QUOTED = 300  # characters of what a customer said


def draft_news(label: str, customer: str, said: str | None, said_at: datetime | None, feature: Feature | None) -> tuple[str, str]:
    """(subject, text) of a message that tells a customer that what they asked for has shipped."""
    subject = f"You asked, and it is there: {feature.name if feature else label}"
    lines = [f"Hello {customer},", ""]
    if said and said_at:
        quoted = " ".join(said.split())
        shown = quoted if len(quoted) <= QUOTED else quoted[: QUOTED - 1].rstrip() + "…"
        lines += [f"on {day_text(said_at)} you told us: “{shown}”", ""]
    where = f": {feature.url}" if feature and feature.url else "."
    lines += [f"It is there now{f', as {feature.name}' if feature else ''}{where}", "", "Does it do what you hoped for? An answer to this message reaches us."]
    return subject, "\n".join(lines)
