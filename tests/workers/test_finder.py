"""The finder as a service, and the web process at its door."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine

from tests.api.company import rank_company
from tests.remembering import RememberingEmbedder
from tests.serving import serve
from voc.db.assignments import list_members
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.domain.ids import derive_id
from voc.finder import Finder, finder_token
from voc.settings import Settings
from voc.usecases.feedback.find_meaning import MeaningFinder
from voc.usecases.refresh.embed_snippets import embed_snippets
from voc_workers.finder import create_app

TOKEN = finder_token("only for tests")


@pytest.fixture
def address(engine: Engine, embedder: RememberingEmbedder) -> Iterator[str]:
    rank_company(engine)
    embed_snippets(engine, embedder, lambda done, total: None)
    app = create_app(Settings(_env_file=None, secret_key="only for tests"), MeaningFinder(engine, embedder))
    with serve(app) as address:
        yield address


def test_the_web_process_asks_and_is_answered(engine: Engine, address: str) -> None:
    finder = Finder(address, TOKEN)
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        exports = list_members(session, run.id, derive_id("thm", "export"))
    found = finder.find("the export is broken", 10)
    assert found and found[0] in exports
    alike = finder.find_alike([exports[0]], 3)
    assert alike and exports[0] not in alike
    assert finder.find_alike(["snp_none"], 3) is None


def test_it_answers_nobody_else(address: str) -> None:
    assert httpx.post(f"{address}/meaning", json={"text": "export", "limit": 5}).status_code == 401
    assert Finder(address, finder_token("another key")).find("export", 5) is None
    answer = httpx.post(f"{address}/meaning", content=b"nonsense", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 422


def test_without_a_finder_nobody_can_tell() -> None:
    assert Finder("", TOKEN).find("export", 5) is None
    assert Finder("http://127.0.0.1:9", TOKEN).find("export", 5) is None
