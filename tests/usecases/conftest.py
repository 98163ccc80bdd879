"""The made-up company refreshed once per database, for tests that only read."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from tests.usecases.company import rank_company, refreshing


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def ranked(request: pytest.FixtureRequest, fresh_database: Callable[[str], Engine]) -> Engine:
    """The company's database after its first refresh. Tests leave it as it is."""
    engine = fresh_database(request.param)
    rank_company(engine)
    return engine


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refreshes of the test group more snippets than this in small steps."""
    with refreshing(whole_up_to=request.param):
        yield
