"""How a report stands, as part of its content: what is frozen tells of itself who approved and froze it, and what was decided."""

from collections.abc import Mapping
from typing import Any

from voc.domain.report_standing import Decided, Report
from voc.rendering.shapes import Shape, moment


def with_standing(content: Mapping[str, Any], report: Report) -> Shape:
    """The content with the report's standing, and a row for each theme to decide on."""
    decide = content.get("decide", [])
    return {
        **content,
        "id": report.id,
        "standing": {
            "state": str(report.state),
            "version": report.version,
            "approved_by": report.approved.by if report.approved else None,
            "approved_at": moment(report.approved.at) if report.approved else None,
            "frozen_by": report.frozen.by if report.frozen else None,
            "frozen_at": moment(report.frozen.at) if report.frozen else None,
            "restates": report.restates,
            "reason": report.reason,
        },
        "decisions": [_decision(theme, report.decisions.get(theme["id"])) for theme in decide],
    }


def _decision(theme: Mapping[str, Any], decided: Decided | None) -> Shape:
    return {
        "theme_id": theme["id"],
        "label": theme["label"],
        "decision": decided.decision if decided else None,
        "owner": decided.owner if decided else None,
        "decided_by": decided.by if decided else None,
        "decided_at": moment(decided.at) if decided else None,
    }
