from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
from sqlalchemy import Engine

from tests.usecases.company import add_feedback, item
from voc.db.session import reading
from voc.db.snippets import list_rated
from voc.domain.snapshot import SnapshotRow
from voc.engine.cues import CUES
from voc.engine.sentiment import shipped_head
from voc.pipeline.choose_sentiment_head import choose_sentiment_head
from voc.usecases.refresh.split_feedback import split_feedback

NOW = datetime(2026, 10, 1, tzinfo=UTC)
WIDTH = len(shipped_head().weights) - CUES
DIALECT = 4.0 * np.eye(WIDTH)[0]  # a direction of which the shipped head makes little


def survey(n: int, seed: int = 3) -> tuple[list[SnapshotRow], np.ndarray, dict[str, tuple[Decimal, str]]]:
    """Comments whose rating shows in one dimension of their vectors."""
    rng = np.random.default_rng(seed)
    satisfied = rng.random(n) < 0.5
    vectors = (rng.normal(size=(n, WIDTH)) / 10 + np.where(satisfied, 1, -1)[:, None] * DIALECT / 10).astype(np.float32)
    rows = [SnapshotRow(f"snp_{i:04}", f"fbk_{i}", 0, 0, "the table", "h", "en", "nps", "delighted", f"acc_{i % 40}", NOW) for i in range(n)]
    return rows, vectors, {row.id: (Decimal(9 if s else 3), "nps") for row, s in zip(rows, satisfied, strict=True)}


def test_enough_ratings_move_the_head() -> None:
    rows, vectors, rated = survey(300)
    head = choose_sentiment_head(rows, vectors, "minilm", rated, np.ones(300, bool))
    assert head.ratings == 300
    assert head == choose_sentiment_head(rows, vectors, "minilm", rated, np.ones(300, bool))


def test_few_ratings_unreadable_ones_or_another_model_leave_the_shipped_head() -> None:
    rows, vectors, rated = survey(300)
    few = dict(list(rated.items())[:60])
    passive = {key: (Decimal(7), "nps") for key in rated}
    everywhere, nowhere = np.ones(300, bool), np.zeros(300, bool)
    assert choose_sentiment_head(rows, vectors, "minilm", few, everywhere) is shipped_head()
    assert choose_sentiment_head(rows, vectors, "minilm", passive, everywhere) is shipped_head()
    assert choose_sentiment_head(rows, vectors, "minilm", rated, nowhere) is shipped_head()
    assert choose_sentiment_head(rows, vectors, "words", rated, everywhere) is shipped_head()
    assert choose_sentiment_head([], vectors[:0], "minilm", {}, nowhere[:0]) is shipped_head()


def test_only_rated_items_of_one_point_teach(engine: Engine) -> None:
    said = {"kind": "nps", "rating": "3", "rating_scale": "nps"}
    add_feedback(
        engine,
        [
            item("1", "Slow.", None, **said),
            item("2", "Easy to use but the reports are too slow", None, **said),
            item("3", "Nice.", None, kind="csat", rating="5", rating_scale="csat5"),
            item("4", "The export fails at night.", None),
            item("5", "Too late.", None, day="2026-12-01", **said),
            item("6", "Fine.", None, kind="review", rating="4"),  # of 5, of 10? nobody said
        ],
    )
    split_feedback(engine, lambda done, total: None)
    with reading(engine) as session:
        assert sorted(list_rated(session, NOW).values()) == [(Decimal(3), "nps"), (Decimal(5), "csat5")]
