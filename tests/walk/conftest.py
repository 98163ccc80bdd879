"""The fixtures' company, imported and refreshed once per database by the real engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine

from voc.cli.serve import DEMO_AS_OF, DEMO_FILES
from voc.domain.evidence import end_of_day
from voc.engine.embed import SentenceEmbedder
from voc.usecases.import_file import ImportResult, import_file
from voc.usecases.refresh_themes import RefreshSettings, RefreshSummary, refresh_themes

FIXTURES = Path(__file__).parents[2] / "fixtures"
SETTINGS = RefreshSettings("USD", 365, 7, "minilm")
AS_OF = end_of_day(date.fromisoformat(DEMO_AS_OF))


class RememberingEmbedder:
    """The real model; a text that the other database's run has embedded is not embedded again."""

    name = "minilm"

    def __init__(self) -> None:
        self._model = SentenceEmbedder("minilm")
        self._known: dict[str, NDArray[np.float32]] = {}
        self.asked = 0

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.asked += len(texts)
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known.update(zip(new, self._model.embed(new, progress), strict=True))
        return np.stack([self._known[t] for t in texts])


@dataclass(frozen=True)
class Company:
    engine: Engine
    imports: dict[str, ImportResult]
    refresh: RefreshSummary


@pytest.fixture(scope="session")
def embedder() -> RememberingEmbedder:
    return RememberingEmbedder()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, embedder: RememberingEmbedder, fresh_database: Callable[[str], Engine]) -> Company:
    engine = fresh_database(request.param)
    imports = {kind: import_file(engine, kind, FIXTURES / name, reporting_currency="USD") for kind, name in DEMO_FILES}
    return Company(engine, imports, refresh_themes(engine, embedder, SETTINGS, AS_OF, lambda *_: None))
