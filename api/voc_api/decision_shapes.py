"""The JSON shapes of decisions on themes, and of what the machine proposes to decide."""

from collections.abc import Sequence

from voc.domain.decisions import SNIPPET_KINDS, Decision
from voc.domain.themes import Theme
from voc.rendering.shapes import Shape, moment
from voc.usecases.curating.answer_proposal import Asked
from voc.usecases.curating.decide import Decided
from voc_api.shapes import quote


def decision(made: Decision) -> Shape:
    """A decision and who made it. A merge may speak of thousands of snippets: they are counted."""
    return {
        "id": made.id,
        "object": "decision",
        "kind": made.kind,
        "theme_id": made.theme_id,
        "into_id": made.into_id,
        "snippet_id": made.snippets[0] if made.kind in SNIPPET_KINDS else None,
        "snippets": len(made.snippets),
        "reason": made.reason,
        "made_by": made.made_by,
        "made_at": moment(made.made_at),
        "undone_by": made.undone_by,
        "undone_at": moment(made.undone_at),
    }


def proposal(asked: Asked, run_id: str) -> Shape:
    """A merge or split that the machine proposes, with quotes of each side; a split's second side is the part that would leave."""
    found = asked.proposal
    themes = [{"id": theme, "label": label} for theme, label in zip(found.themes, asked.labels, strict=True)]
    quotes = [[quote(said, run_id) for said in side] for side in asked.quotes]
    return {
        "id": found.id, "object": "proposal", "kind": found.kind, "themes": themes, "sureness": found.sureness, "snippet_ids": list(found.snippets),
        "quotes": quotes, "run_id": run_id,
    }  # fmt: skip


def decided(made: Decided) -> Shape:
    """A decision as the one who makes it is answered."""
    return {**decision(made.decision), "job_id": made.job_id}


def merges(made: Sequence[Decided]) -> Shape:
    """The merges of one request."""
    return {"object": "list", "data": [decided(one) for one in made], "has_more": False, "next_cursor": None, "job_id": made[0].job_id}


def founding(made: Sequence[Decided], theme: Theme) -> Shape:
    """A theme that was made of snippets, and the decisions that made it."""
    return {"object": "founding", "theme": new_theme(theme), "data": [decided(one) for one in made], "job_id": made[0].job_id}


def new_theme(theme: Theme) -> Shape:
    """A theme that no run has seen yet."""
    return {"id": theme.id, "object": "theme", "label": theme.label, "label_source": theme.label_source}
