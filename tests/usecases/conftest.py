"""The made-up company refreshed once per database, for tests that only read."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.usecases.company import rank_company


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def ranked(request: pytest.FixtureRequest, fresh_database: Callable[[str], Engine]) -> Engine:
    """The company's database after its first refresh. Tests leave it as it is."""
    engine = fresh_database(request.param)
    rank_company(engine)
    return engine
