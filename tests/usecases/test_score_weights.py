"""The weights of the settings rank the run, stay with it, and are where a preview starts from; a run of an older version still lists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, select, update

from tests.fakes import WordEmbedder
from tests.usecases.company import AS_OF, SETTINGS, exported, import_company, rank_company
from voc.db.session import reading, transaction
from voc.db.tables import RunThemeRow
from voc.domain.exposure import COLUMNS
from voc.domain.weights import DEFAULT_WEIGHTS
from voc.settings import Settings
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.refresh.refresh_themes import refresh_themes
from voc.usecases.themes.list_themes import ThemeQuery, list_themes


def ranked_by(engine: Engine, own: str, **query: Any) -> list[Mapping[str, Any]]:
    refresh_themes(engine, WordEmbedder(), replace(SETTINGS, score_weights=own), AS_OF, lambda *_: None)
    with reading(engine) as session:
        return list(list_themes(session, ThemeQuery(**query)).themes)


def test_a_runs_own_weights_make_its_scores_and_a_preview_starts_from_them(engine: Engine) -> None:
    import_company(engine)
    alone = ",".join(f"{name}={3 if name == 'reach' else 0}" for name in DEFAULT_WEIGHTS)
    themes = ranked_by(engine, alone)
    for theme in themes:
        assert {p["name"] for p in theme["score_parts"] if p["points"]} == {"reach"}
    preview = ranked_by(engine, alone, weights="breadth:3")
    assert all({p["name"] for p in theme["score_parts"] if p["weight"]} == {"reach", "breadth"} for theme in preview)


def test_a_preview_weighs_the_strategic_fit_that_was_set_since_the_refresh(engine: Engine) -> None:
    rank_company(engine)
    with transaction(engine) as session:
        last = list_themes(session, ThemeQuery()).themes[-1]["id"]
        edit_theme(session, last, {"strategic_fit": 1.0}, "Nadia", datetime.now(UTC))
        preview = list_themes(session, ThemeQuery(weights="strategic_fit:1000")).themes
    assert preview[0]["id"] == last
    (fit,) = [part for part in preview[0]["score_parts"] if part["name"] == "strategic_fit"]
    assert (fit["value"], fit["share"], fit["why"]) == (1.0, 1.0, "set to 1")
    assert fit["points"] > 90


def test_a_ranking_of_an_older_version_is_listed_sorted_and_exported_with_what_it_has(engine: Engine, tmp_path: Any) -> None:
    rank_company(engine)
    with transaction(engine) as session:
        for row in session.scalars(select(RunThemeRow)).all():
            kept = {k: v for k, v in row.figures.items() if k in ("affected_arr", "renewing_arr_90d") or k not in (*COLUMNS, "families", "rank_interval")}
            if "score_parts" in kept:
                kept["score_parts"] = [{k: v for k, v in p.items() if k not in ("share", "weight")} for p in kept["score_parts"]]
            key = (RunThemeRow.run_id == row.run_id, RunThemeRow.theme_id == row.theme_id)
            session.execute(update(RunThemeRow).where(*key).values(figures=kept))
    with reading(engine) as session:
        assert len(list_themes(session, ThemeQuery(sort="-open_pipeline")).themes) == 3
        assert list_themes(session, ThemeQuery(weights="reach:1")).themes == []
    rows = exported(engine, "themes", tmp_path)
    assert [(row["rank"], row["rank_first"], row["open_pipeline"]) for row in rows] == [(n, None, None) for n in (1, 2, 3)]
    assert all(row["affected_arr"] for row in rows)


@pytest.mark.parametrize(("text", "told"), [("luck=1", "no part 'luck'"), ("reach=-1", "no weight of reach")])
def test_weights_of_the_settings_that_are_none_are_told(text: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings(score_weights=text)
    assert Settings(score_weights="reach=1").refresh_settings().score_weights == "reach=1"
