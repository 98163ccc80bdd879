"""Compare a frozen report with now: what it said of each theme, what the themes of now say of the same month, and the reason for each change.

`restate_report` makes the report that says so; the old one stays.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.decisions import list_decisions
from voc.db.reports import get_report
from voc.db.runs import Run
from voc.db.theme_events import RecordedEvent, list_events_after
from voc.db.themes import has_run_theme, list_labels, list_run_themes
from voc.domain.decisions import Decision, decided_since
from voc.domain.ledger import MACHINE, ThemeEvent
from voc.domain.months import Month
from voc.domain.report_standing import Report
from voc.errors import ConflictError, NotFoundError
from voc.rendering import shapes
from voc.rendering.event_words import shape_event, tell_event
from voc.rendering.formats import day_text
from voc.rendering.report_changes import THEME_FIGURES, theme_figures
from voc.usecases.curating.follow_theme import follow_theme
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_themes import EvidenceFilter, score_themes


def compare_report(session: Session, report_id: str) -> Mapping[str, Any]:
    """The comparison, in the API's shape. Raises NotFoundError for a report that is not there, ConflictError for one that is no frozen month."""
    report, run = get_report(session, report_id), get_standing_run(session)
    if report.key.kind != "month" or report.frozen is None:
        raise ConflictError("only a month's frozen report is compared with now: a draft's figures are those of now")
    return {
        "object": "restatement",
        "report_id": report.id,
        "month": report.key.period,
        "published_at": shapes.moment(report.frozen.at),
        "as_of": report.content["as_of"],
        "then_run_id": report.run_id,
        "run_id": run.id,
        "themes": _compare_themes(session, report, run),
    }


def list_themes_changed(session: Session, report: Report) -> list[Mapping[str, Any]]:
    """The themes of a month's frozen report whose figures are others now, as text, with the reasons."""
    changed: list[Mapping[str, Any]] = []
    for theme in _compare_themes(session, report, get_standing_run(session)):
        then, now = theme_figures(theme["then"]), theme_figures(theme["restated"]) if theme["restated"] else {}
        figures = [{"figure": n, "then": then[n], "now": now.get(n, "—")} for n in then if then[n] != now.get(n)]
        if figures or theme["now_label"] != theme["label"]:
            changed.append({"id": theme["id"], "label": theme["label"], "now_label": theme["now_label"], "figures": figures, "reasons": theme["reasons"]})
    return changed


def _compare_themes(session: Session, report: Report, run: Run) -> list[Mapping[str, Any]]:
    month, since = Month.parse(report.key.period), _since(report)
    restated = {r.theme.id: shapes.theme(r) for r in score_themes(session, run, EvidenceFilter(as_of=month.end, looks_ahead=True))}
    current = {p.theme.id: p.figures for p in list_run_themes(session, run.id)}
    sources = _Sources(list_events_after(session, since), decided_since(list_decisions(session), since), list_labels(session))
    return [_theme(session, run, then, restated, current, sources) for then in _list_themes(report.content).values()]


class _Sources:
    """Where reasons come from: the ledger since the report, and what people decided of snippets since."""

    def __init__(self, events: Sequence[RecordedEvent], decisions: Sequence[Decision], labels: Mapping[str, str]) -> None:
        self.events, self.decisions, self.labels = events, decisions, labels

    def list_events(self, theme_ids: Sequence[str]) -> list[RecordedEvent]:
        """What happened to the theme and to those that it became part of, and what became part of any of them."""
        return [r for r in self.events if r.event.theme_id in theme_ids or (r.event.kind == "merged" and set(r.event.others) & set(theme_ids))]

    def list_moves(self, theme_ids: Sequence[str]) -> list[str]:
        counts: dict[str, int] = {}
        for d in self.decisions:
            if d.kind == "move" and d.stands and d.theme_id in theme_ids:
                counts[d.made_by] = counts.get(d.made_by, 0) + 1
        return [f"{who} moved {count} snippet{'' if count == 1 else 's'} here" for who, count in counts.items()]


def _since(report: Report) -> datetime:
    assert report.frozen is not None
    return report.frozen.at


def _list_themes(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Every theme that the report names, in its order."""
    parts = (content["decide"], content["praise"], content["movers"]["up"], content["movers"]["down"], content["concentrated"])
    return {theme["id"]: theme for part in parts for theme in part}


def _theme(
    session: Session, run: Run, then: Mapping[str, Any], restated: Mapping[str, Any], current: Mapping[str, Any], sources: _Sources
) -> Mapping[str, Any]:
    theme_id = str(then["id"])
    now_id = _find_now(session, run, theme_id)
    chain = [theme_id] if now_id in (theme_id, None) else [theme_id, str(now_id)]
    events = sources.list_events(chain)
    same_month, present = restated.get(str(now_id)), current.get(str(now_id))
    return {
        "id": theme_id,
        "label": then["label"],
        "then": _figures(then),
        "now_id": now_id,
        "now_label": sources.labels.get(str(now_id)),
        "restated": _figures(same_month) if same_month else None,
        "now": _figures(present) if present else None,
        "reasons": _tell(then, same_month, events, sources, chain),
        "events": [shape_event(r.event, sources.labels, shapes.moment(r.happened_at)) for r in events],
    }


def _find_now(session: Session, run: Run, theme_id: str) -> str | None:
    """The theme of the run that this one is part of now; None: it is in none."""
    try:
        found = follow_theme(session, run, theme_id)
    except NotFoundError:
        return None  # dismissed; the ledger says by whom
    return found if has_run_theme(session, run.id, found) else None


def _figures(theme: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: theme[name] for name in THEME_FIGURES}


def _tell(then: Mapping[str, Any], restated: Mapping[str, Any] | None, events: Sequence[RecordedEvent], sources: _Sources, chain: Sequence[str]) -> list[str]:
    """Why the figures are others now, the oldest reason first."""
    told = [_tell_of(r.event, r.happened_at, str(then["id"]), sources.labels) for r in events] + sources.list_moves(chain)
    mentions = restated["mentions"] if restated else 0
    if mentions != then["mentions"]:
        told.append(f"{then['mentions']} mentions then, {mentions} now, of the same time: feedback that came in late or was placed anew is in them")
    elif restated and any(restated[name] != then[name] for name in THEME_FIGURES):
        told.append("the mentions are as many as then; accounts, ARR or other themes' figures changed")
    return told or ["nothing changed"]


def _tell_of(event: ThemeEvent, at: datetime, theme_id: str, labels: Mapping[str, str]) -> str:
    line = tell_event(event, labels, day_text(at))
    return line if event.theme_id == theme_id else f"{labels.get(event.theme_id, event.theme_id)} {'was ' if event.made_by != MACHINE else ''}{line}"
