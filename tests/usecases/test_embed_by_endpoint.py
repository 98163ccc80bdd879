"""A refresh by jobs whose vectors come from an endpoint."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from tests.engine.chat_server import serving
from tests.engine.embedding_server import embeddings
from tests.usecases.company import SETTINGS, import_company
from tests.usecases.tools import tools_with
from voc.db.service_tables import JobRow
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder
from voc.usecases.shared.request_refresh import request_refresh
from voc.usecases.work_job import work_job


def test_the_job_tells_what_was_spent(engine: Engine) -> None:
    import_company(engine)
    with serving(embeddings(8)) as server:
        embedder = make_embedder(Encoding("theirs", url=server.url, price=1e5))
        tools = replace(tools_with(Outlets()), embedder=embedder, refresh=replace(SETTINGS, model=embedder.name))
        with transaction(engine) as session:
            job_id = request_refresh(session, datetime(2026, 10, 31, tzinfo=UTC), datetime.now(UTC))
        assert work_job(engine, job_id, tools)
        with reading(engine) as session:
            (embed_id,) = session.scalars(select(JobRow.id).where(JobRow.kind == "embed"))
        assert work_job(engine, embed_id, tools)
    with reading(engine) as session:
        result = session.scalars(select(JobRow.result).where(JobRow.id == embed_id)).one()
    assert result["embedded"] and "tokens, which cost" in result["cost"]
