import numpy as np
import pytest

from tests.remembering import RememberingEmbedder
from voc.engine.cues import CUES, polarity
from voc.engine.sentiment import SentimentHead, judge_sentiment

GOOD = ["I love the new dashboard, it is brilliant!", "Great support, they answered within minutes.", "Best tool we have ever used."]
BAD = ["The export is broken again and nobody answers, terrible.", "I hate the slow, buggy mobile app.", "This is a horrible waste of money."]


@pytest.mark.parametrize("model", ["minilm", "somebody/else"])
def test_praise_is_positive_and_anger_negative(embedder: RememberingEmbedder, model: str) -> None:
    judged = judge_sentiment(GOOD + BAD, embedder.embed(GOOD + BAD), model)
    assert (judged[:3] > 0).all()
    assert (judged[3:] < 0).all()
    assert (np.abs(judged) <= 1).all()


def test_anger_without_an_angry_word_is_heard_by_the_model_only(embedder: RememberingEmbedder) -> None:
    said = ["I waited two hours and then the page was blank.", "It never works when we need it."]
    vectors = embedder.embed(said)
    assert (judge_sentiment(said, vectors, "minilm") < 0).all()
    assert (judge_sentiment(said, vectors, "somebody/else") == 0).all()


def test_a_negation_turns_what_is_said(embedder: RememberingEmbedder) -> None:
    for kind, unkind in (("The support is helpful.", "The support is not helpful at all."), ("It is worth the money.", "It isn't worth the money.")):
        vectors = embedder.embed([kind, unkind])
        judged = judge_sentiment([kind, unkind], vectors, "minilm")
        assert judged[0] > 0 > judged[1]


@pytest.mark.parametrize("model", ["minilm", "somebody/else"])
@pytest.mark.parametrize(
    "said",
    [
        "The export has a limit of 1,000 rows.",
        "We have 40 users.",
        "Our warehouse closes at five.",
        "How do I reset my password?",
        "How do I report a stolen card?",
        "Does the price include support?",
        "It would be great if we could export the list.",
        "Please add a dark theme.",
    ],
)
def test_a_fact_a_question_and_a_wish_are_neither(said: str, model: str, embedder: RememberingEmbedder) -> None:
    assert judge_sentiment([said], embedder.embed([said]), model)[0] == 0


def test_thanks_in_passing_are_no_praise(embedder: RememberingEmbedder) -> None:
    said = ["Thanks, I will check tomorrow."]
    assert judge_sentiment(said, embedder.embed(said), "minilm")[0] == 0


@pytest.mark.parametrize("said", ["The export fails after 1,000 rows.", "The page crashes when I save.", "Why does the app crash every single time?"])
def test_a_reported_failure_is_negative_however_calmly_it_is_said(said: str, embedder: RememberingEmbedder) -> None:
    assert judge_sentiment([said], embedder.embed([said]), "minilm")[0] < 0


def test_an_angry_question_is_no_neutral_one_by_the_words_alone() -> None:
    said = ["Why is this horrible, useless thing still so awful?"]
    assert judge_sentiment(said, np.zeros((1, 3), np.float32), "somebody/else")[0] < 0


def test_another_head_decides_where_one_is_given() -> None:
    width = 2 + CUES
    head = SentimentHead("minilm", (5.0, *[0.0] * (width - 1)), 0.0, (0.0, 5.0, *[0.0] * (width - 2)), 0.0, 80)
    judged = judge_sentiment(["the table", "the chair", "the lamp"], np.array([[1, 0], [-1, 0], [1, 1]], np.float32), "minilm", head)
    assert judged[0] > 0 > judged[1]
    assert judged[2] == 0


def test_where_nothing_is_felt_nothing_is_said() -> None:
    said = ["The table has four columns.", "", "42"]
    assert judge_sentiment(said, np.zeros((3, 8), np.float32), "somebody/else").tolist() == [0, 0, 0]


def test_vectors_of_another_width_do_no_harm_where_the_model_is_another() -> None:
    assert judge_sentiment(GOOD, np.zeros((3, 5), np.float32), "words")[0] > 0


def test_no_texts_have_no_sentiment() -> None:
    assert len(judge_sentiment([], np.zeros((0, 0), np.float32), "minilm")) == 0


def test_each_text_is_judged_alone(embedder: RememberingEmbedder) -> None:
    said = GOOD + BAD
    together = judge_sentiment(said, embedder.embed(said), "minilm")
    alone = [judge_sentiment([text], embedder.embed([text]), "minilm")[0] for text in said]
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert np.abs(polarity(said)).max() <= 1
