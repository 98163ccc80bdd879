"""What is like a theme, by the vectors of the snippets that say each best."""

import numpy as np
import pytest
from sqlalchemy import Engine

from tests.api.company import members, rank_company, theme_id
from voc.db.embeddings import add_vectors
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.db.snippets import find_text_hashes
from voc.db.tables import RunThemeRow
from voc.engine.packing import pack_vector
from voc.errors import NotFoundError
from voc.usecases.themes.find_similar_themes import find_similar_themes, load_meanings

EXPORT, LOGIN, INVOICE = theme_id("export"), theme_id("login"), theme_id("invoice")
MEANINGS = {EXPORT: (1.0, 0.0, 0.0), LOGIN: (0.8, 0.6, 0.0), INVOICE: (0.0, 0.9, 0.4)}


def find(engine: Engine, theme: str) -> list[tuple[object, float]]:
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        return [(one.figures["id"], one.alike) for one in find_similar_themes(session, run, theme, load_meanings(session, run))]


@pytest.fixture(autouse=True)
def run_id(engine: Engine) -> str:
    return rank_company(engine)


def test_the_nearest_come_first_and_strangers_not_at_all(engine: Engine, run_id: str) -> None:
    with transaction(engine) as session:
        for theme, meaning in MEANINGS.items():
            quoted = members(engine, theme)[:2]
            session.get_one(RunThemeRow, (run_id, theme)).exemplars = quoted
            hashes = find_text_hashes(session, quoted)
            assert sorted(hashes) == quoted
            add_vectors(session, "words", {key: pack_vector(np.array(meaning, np.float32)) for key in hashes.values()})
    assert find(engine, EXPORT) == [(LOGIN, 0.8)]
    assert [theme for theme, _ in find(engine, LOGIN)] == [EXPORT, INVOICE]


def test_without_vectors_nothing_is_like_anything(engine: Engine) -> None:
    assert find(engine, EXPORT) == []
    with pytest.raises(NotFoundError):
        find(engine, "thm_none")
