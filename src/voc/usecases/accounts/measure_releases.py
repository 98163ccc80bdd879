"""Measure releases: whether what was released since did what the themes that asked for it hoped."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from voc.db.accounts import list_facts, load_arr_book
from voc.db.fx_rates import load_fx
from voc.db.mentions import list_mentions
from voc.db.runs import Run
from voc.db.themes import PublishedTheme, get_run_theme, list_run_themes
from voc.domain.accounts import AccountFacts, Feature
from voc.domain.evidence import Mention, Window
from voc.domain.release_effect import ReleaseEffect, Span, find_span, measure_release
from voc.domain.report import Release
from voc.rendering import releases
from voc.rendering.shapes import feature, moment
from voc.usecases.shared.match_features import match_features


def get_release(session: Session, run: Run, theme_id: str) -> Mapping[str, Any]:
    """What came of the release of what the theme asks for, in the API's shape. Raises NotFoundError."""
    theme = get_run_theme(session, run.id, theme_id)
    features = match_features(session, [theme])
    released = _keep_released(features, run.as_of)
    found = _measure(session, run, [theme], released, run.as_of, list_mentions(session, run.id, run.as_of)) if released else []
    return {
        "object": "release_effect",
        "theme_id": theme_id,
        "feature": feature(features[theme_id]) if theme_id in features else None,
        **releases.release_effect(found[0].effect if found else None),
        "run_id": run.id,
        "as_of": moment(run.as_of),
    }


def list_releases(session: Session, run: Run, window: Window, mentions: Sequence[Mention]) -> list[Release]:
    """What was released in the window, the newest first, with what came of it by the window's end. `mentions` are all of the run up to then."""
    themes = list_run_themes(session, run.id)
    released = _keep_released(match_features(session, themes), window.as_of)
    recent = {key: feature for key, feature in released.items() if _first_moment(feature) in window}
    found = _measure(session, run, themes, recent, window.as_of, mentions) if recent else []
    return sorted(found, key=lambda r: (-r.effect.span.released_on.toordinal(), r.feature.feature_id, r.theme_id))


def _keep_released(features: Mapping[str, Feature], as_of: datetime) -> dict[str, Feature]:
    return {key: f for key, f in features.items() if f.released_on is not None and f.status != "planned" and _first_moment(f) <= as_of}


def _first_moment(feature: Feature) -> datetime:
    assert feature.released_on is not None
    return datetime.combine(feature.released_on, time.min, UTC)


def _measure(
    session: Session, run: Run, themes: Sequence[PublishedTheme], released: Mapping[str, Feature], as_of: datetime, mentions: Sequence[Mention]
) -> list[Release]:
    first = min((m.occurred_at for m in mentions), default=as_of)
    book = load_arr_book(session, load_fx(session, str(run.settings["reporting_currency"])))
    labels = {p.theme.id: p.theme.label for p in themes}
    spans = {key: find_span(_first_moment(feature).date(), first, as_of) for key, feature in sorted(released.items())}
    facts = {span.last_day: list_facts(session, span.last_day, book) for span in set(spans.values()) if span.is_enough}
    return [Release(key, labels[key], released[key], _measure_one(key, span, facts.get(span.last_day, {}), mentions)) for key, span in spans.items()]


def _measure_one(theme_id: str, span: Span, facts: Mapping[str, AccountFacts], mentions: Sequence[Mention]) -> ReleaseEffect:
    """`facts` are those of the span's last day."""
    customers = {key: a for key, a in facts.items() if a.status != "churned"}
    steady = {key for key, a in customers.items() if a.has_come(span.first.date())}
    return measure_release(theme_id, span, mentions, steady, customers)
