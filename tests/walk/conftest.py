"""The fixtures' company, imported and refreshed once per database by the real engine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.remembering import RememberingEmbedder
from voc.domain.evidence import end_of_day
from voc.domain.runs import RefreshSettings, RefreshSummary
from voc.usecases.feedback.import_file import ImportResult, import_file
from voc.usecases.refresh.refresh_themes import refresh_themes
from voc.usecases.sample_company import AS_OF as LAST_DAY
from voc.usecases.sample_company import FILES

FIXTURES = Path(__file__).parents[2] / "fixtures"
SETTINGS = RefreshSettings("USD", 365, "default", "minilm")
AS_OF = end_of_day(date.fromisoformat(LAST_DAY))


@dataclass(frozen=True)
class Company:
    engine: Engine
    imports: dict[str, ImportResult]
    refresh: RefreshSummary


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, embedder: RememberingEmbedder, fresh_database: Callable[[str], Engine]) -> Company:
    engine = fresh_database(request.param)
    imports = {kind: import_file(engine, kind, FIXTURES / name, reporting_currency="USD") for kind, name in FILES}
    return Company(engine, imports, refresh_themes(engine, embedder, SETTINGS, AS_OF, lambda *_: None))
