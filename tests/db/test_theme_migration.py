"""What an older version knew of its themes stays: their ranking, their decisions, their statuses."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from voc.db.decisions import list_decisions
from voc.db.session import reading, upgrade_database
from voc.db.themes import find_theme, has_run_theme

ROWS = (
    "INSERT INTO run (id, state, as_of, started_at, settings, counts, engine) VALUES ('run_1', 'published', '2026-10-01', '2026-10-01', '{}', '{}', '{}')",
    "INSERT INTO theme (id, level, label, label_source, summary, status, born_run_id) VALUES ('thm_1', 'theme', 'Export', 'auto', '', 'planned', 'run_1')",
    "INSERT INTO run_theme (run_id, theme_id, rank, label, keyphrases, exemplars, figures) VALUES ('run_1', 'thm_1', 1, 'Export', '[]', '[]', '{}')",
    "INSERT INTO theme_status (theme_id, changed_at, status, made_by) VALUES ('thm_1', '2026-10-01', 'planned', 'Ana')",
    "INSERT INTO decision (id, sequence, kind, theme_id, snippets, made_by, made_at) VALUES ('dec_1', 1, 'dismiss', 'thm_1', '[]', 'Ana', '2026-10-01')",
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_themes_that_others_refer_to_are_kept_and_are_not_pinned(kind: str, old_database: Callable[[str, str], Engine]) -> None:
    engine = old_database(kind, "0010")
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
    upgrade_database(engine)
    with reading(engine) as session:
        theme = find_theme(session, "thm_1")
        assert theme is not None and (theme.label, theme.status, theme.status_reason, theme.pinned) == ("Export", "planned", None, False)
        assert has_run_theme(session, "run_1", "thm_1")
        assert [(decision.made_by, decision.reason) for decision in list_decisions(session)] == [("Ana", None)]
