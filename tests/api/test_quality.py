"""The quality card as readers meet it."""

from fastapi.testclient import TestClient

from voc_api import schemas


def test_the_card_tells_the_run_that_stands(client: TestClient, published: str) -> None:
    answer = client.get("/api/v1/quality")
    assert answer.status_code == 200, answer.text
    card = schemas.Quality.model_validate(answer.json())
    assert (card.run_id, card.state, card.why) == (published, "published", [])


def test_without_a_run_there_is_no_card(client: TestClient) -> None:
    card = schemas.Quality.model_validate(client.get("/api/v1/quality").json())
    assert (card.run_id, card.state, card.measures) == (None, None, [])
