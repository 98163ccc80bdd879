"""The product as a benchmark drives it: feedback in, refresh, and what came of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from labelled import MODEL, Corpus
from sqlalchemy import Engine

from voc.db.migrating import upgrade_database
from voc.db.places import list_places
from voc.db.runs import get_run
from voc.db.session import create_database, reading
from voc.db.snippets import UnsplitItem, iterate_export
from voc.db.themes import list_run_themes
from voc.domain.runs import RefreshSettings, RefreshSummary
from voc.engine.embed import Embedder
from voc.usecases.feedback.import_rows import BATCH_LIMIT, import_rows
from voc.usecases.refresh.refresh_themes import refresh_themes
from voc.usecases.refresh.split_feedback import split_item

CURRENCY = "USD"
SETTINGS = RefreshSettings(CURRENCY, 365, "default", MODEL)


@dataclass(frozen=True)
class Refreshed:
    """A refresh: its summary, the seconds of each stage, and whether everything was grouped again."""

    summary: RefreshSummary
    seconds: dict[str, float]
    is_full: bool


def leave_whole(corpus: Corpus, ending: str = "") -> Corpus:
    """The rows of which the product makes one snippet, word for word: the label of a text is not the label of its parts. `ending` is what will follow them."""
    return corpus.take(np.array([n for n, text in enumerate(corpus.texts) if _stays_whole(text + ending)]))


def _stays_whole(text: str) -> bool:
    return [snippet.text for snippet in split_item(UnsplitItem("", "nps", text, "customer", None, None), frozenset())] == [text]


def open_database(url: str) -> Engine:
    """A migrated database."""
    engine = create_database(url)
    upgrade_database(engine)
    return engine


def import_all(engine: Engine, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    """Save the rows, in batches."""
    for start in range(0, len(rows), BATCH_LIMIT):
        import_rows(engine, kind, rows[start : start + BATCH_LIMIT], reporting_currency=CURRENCY)


def refresh(engine: Engine, embedder: Embedder, as_of: datetime, *, full: bool = False) -> Refreshed:
    """Refresh, and note when each stage begins."""
    seconds: dict[str, float] = {}
    stage, began = "split", time.perf_counter()

    def tell(now_in: str, done: int, total: int) -> None:
        nonlocal stage, began
        if now_in != stage:
            now = time.perf_counter()
            seconds[stage] = seconds.get(stage, 0.0) + now - began
            stage, began = now_in, now

    summary = refresh_themes(engine, embedder, SETTINGS, as_of, tell, full=full)
    seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - began
    with reading(engine) as session:
        return Refreshed(summary, seconds, bool(get_run(session, summary.run_id).engine["full"]))


def read_themes(engine: Engine, run_id: str) -> dict[str, str | None]:
    """The theme of each snippet of the run."""
    with reading(engine) as session:
        return {snippet: place.theme_id for snippet, place in list_places(session, run_id).items()}


def read_items(engine: Engine, run_id: str) -> dict[tuple[str, int], str | None]:
    """The same by the item's external id and the snippet's position in it."""
    with reading(engine) as session:
        return {(row.external_id, row.position): row.theme_id for row in iterate_export(session, run_id) if row.strength is not None}


def read_labels(engine: Engine, run_id: str) -> dict[str, str]:
    """The label of each of the run's themes."""
    with reading(engine) as session:
        return {row.theme.id: row.theme.label for row in list_run_themes(session, run_id)}
