from datetime import UTC, datetime

import numpy as np

from tests.remembering import RememberingEmbedder
from voc.domain.decisions import weigh_decisions
from voc.domain.snapshot import SnapshotRow
from voc.engine.encoders.joined import join_vectors
from voc.pipeline.group_snippets import Past
from voc.pipeline.judge_snippets import Judgement, judge_snippets

NOW = datetime(2026, 10, 1, tzinfo=UTC)
SAID = {
    "The export breaks every time and we lose an hour.": "en",
    "We love how simple the boards are.": "en",
    "Could you add a dark theme?": "en",
    "Könnt ihr bitte ein dunkles Design anbieten?": "de",
}


def judge(vectors: np.ndarray, model: str, past: Past | None = None, full: bool = True) -> Judgement:
    rows = [
        SnapshotRow(f"snp_{i}", f"fbk_{i}", 0, 0, text, f"h{i}", language, "nps", "delighted", "acc", NOW) for i, (text, language) in enumerate(SAID.items())
    ]
    past = past or Past({}, {}, {}, weigh_decisions([]), {}, {})
    return judge_snippets(rows, vectors, model, past, {}, np.ones(len(rows), bool), full=full)


def test_the_heads_read_their_own_part_of_joined_vectors(embedder: RememberingEmbedder) -> None:
    own = embedder.embed(list(SAID))
    joined = join_vectors([own, np.eye(4, 384, dtype=np.float32)])
    alone, together = judge(own, "minilm"), judge(joined, "minilm+e5@1234")
    np.testing.assert_allclose(together.sentiment, alone.sentiment, atol=2e-3)
    assert together.intent == alone.intent
    assert together.engine["model"] == "minilm+e5@1234" and together.engine["judged_by"] == "minilm"


def test_a_head_of_a_former_shape_is_chosen_again_and_everything_judged_by_it(embedder: RememberingEmbedder) -> None:
    former = {"sentiment_head": {"model": "minilm", "weights": [0.0] * 389, "bias": 0.0, "ratings": 0}, "model": "minilm", "judged_by": "minilm"}
    vectors = embedder.embed(list(SAID))
    past = Past(former, {}, {}, weigh_decisions([]), {}, {})
    assert judge(vectors, "minilm", past, full=False).sentiment == judge(vectors, "minilm").sentiment


def test_what_the_heads_do_not_read_has_no_intent_though_the_themes_have_it(embedder: RememberingEmbedder) -> None:
    joined = join_vectors([embedder.embed(list(SAID)), np.eye(4, 384, dtype=np.float32)])
    assert judge(joined, "minilm+e5@1234").intent == ["problem", "praise", "request", None]
