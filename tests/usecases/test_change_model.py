"""Another model: a refresh that leaves the ranking standing until it is through, and the themes their ids."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from tests.fakes import OtherEmbedder, WordEmbedder
from tests.usecases.company import AS_OF, SETTINGS, rank_company, table
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.engine.embed import Embedder
from voc.engine.encoders.joined import JoinedEmbedder
from voc.errors import InputError
from voc.usecases.feedback.find_meaning import MeaningFinder
from voc.usecases.refresh.refresh_themes import refresh_themes


def other() -> OtherEmbedder:
    return OtherEmbedder()


def joined() -> JoinedEmbedder:
    return JoinedEmbedder([WordEmbedder(), OtherEmbedder()])


@pytest.mark.parametrize("make", [other, joined])
def test_themes_keep_their_ids_and_the_ranking_stands_until_the_new_one_is_there(engine: Engine, make: Callable[[], Embedder]) -> None:
    rank_company(engine)
    before = {theme["id"]: theme["label"] for theme in table(engine)}
    embedder = make()
    told: list[tuple[str, int, int]] = []

    def tell(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        if stage != "publish":
            assert {theme["id"]: theme["label"] for theme in table(engine)} == before

    summary = refresh_themes(engine, embedder, replace(SETTINGS, model=embedder.name), AS_OF, tell)
    assert summary.embedded > 0
    assert {theme["id"]: theme["label"] for theme in table(engine)} == before
    embedding = [(done, total) for stage, done, total in told if stage == "embed"]
    assert embedding[0] == (0, summary.embedded) and embedding[-1] == (summary.embedded, summary.embedded)
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None and run.engine["model"] == embedder.name and run.engine["full"]


def test_what_means_the_same_is_found_by_the_part_that_the_standing_ranking_knows(engine: Engine) -> None:
    rank_company(engine)
    assert MeaningFinder(engine, joined()).find("export files runs into timeout", 5)
    assert MeaningFinder(engine, other()).find("export files runs into timeout", 5) == []


def test_a_run_that_was_begun_with_another_model_says_so(engine: Engine) -> None:
    rank_company(engine)
    with pytest.raises(InputError, match="refresh again"):
        refresh_themes(engine, OtherEmbedder(), SETTINGS, AS_OF, lambda *_: None)
