import numpy as np
import pytest

from tests.remembering import RememberingEmbedder
from voc.engine.intent import INTENTS, judge_by_rules, judge_intent

SAID = [
    ("Please add a way to export the list.", "request"),
    ("We would like to have our logo on the invoice.", "request"),
    ("The page crashes every time I save.", "problem"),
    ("Orders arrive twice and nobody can tell me why.", "problem"),
    ("I love how easy this is, brilliant!", "praise"),
    ("Everybody here is delighted with the new app.", "praise"),
    ("How do I reset my password?", "question"),
    ("Where are the files stored?", "question"),
    ("If this is not fixed by May we will cancel our contract.", "churn_threat"),
    ("We are looking at other suppliers.", "churn_threat"),
    ("We need twenty more seats, please send us a quote.", "upsell_signal"),
    ("We would pay extra for that module.", "upsell_signal"),
]


@pytest.mark.parametrize(("said", "intent"), SAID)
def test_what_is_said_plainly_is_understood(said: str, intent: str, embedder: RememberingEmbedder) -> None:
    assert judge_intent([said], embedder.embed([said]), "minilm") == [intent]


def test_the_rules_alone_decide_for_vectors_of_another_model() -> None:
    texts = [said for said, _ in SAID]
    found = judge_intent(texts, np.zeros((len(texts), 3), np.float32), "somebody/else")
    assert found == judge_by_rules(texts)
    assert sum(a == b for a, (_, b) in zip(found, SAID, strict=True)) >= 10


def test_where_nothing_is_wanted_nothing_is_said(embedder: RememberingEmbedder) -> None:
    for said in ("", "We have two sites.", "The meeting is on the ninth."):
        assert judge_intent([said], embedder.embed([said]), "minilm") == [None]


def test_what_sounds_unhappy_is_no_praise(embedder: RememberingEmbedder) -> None:
    said = ["Nobody could tell us where it is.", "Not impressed.", "The export is broken again, terrible."]
    assert "praise" not in judge_intent(said, embedder.embed(said), "minilm")


def test_each_text_is_judged_alone(embedder: RememberingEmbedder) -> None:
    texts = [said for said, _ in SAID]
    together = judge_intent(texts, embedder.embed(texts), "minilm")
    assert together == [judge_intent([text], embedder.embed([text]), "minilm")[0] for text in texts]
    assert set(together) <= set(INTENTS)
    assert judge_intent([], np.zeros((0, 0), np.float32), "minilm") == []
