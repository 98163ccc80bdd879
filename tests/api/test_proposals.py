"""Proposals as programs meet them."""

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import theme_id
from voc.db.proposals import save_proposals
from voc.db.session import transaction
from voc.domain.proposals import Proposal
from voc_api import schemas


def propose(engine: Engine) -> Proposal:
    proposal = Proposal("merge", (theme_id("export"), theme_id("login")), 0.8)
    with transaction(engine) as session:
        save_proposals(session, [proposal])
    return proposal


def test_open_proposals_are_listed_with_quotes_of_both_sides(client: TestClient, published: str, engine: Engine) -> None:
    proposal = propose(engine)
    answer = client.get("/api/v1/proposals")
    assert answer.status_code == 200, answer.text
    (one,) = schemas.Page[schemas.Proposal].model_validate(answer.json()).data
    assert (one.id, one.kind, [theme.id for theme in one.themes]) == (proposal.id, "merge", list(proposal.themes))
    assert all(side for side in one.quotes)


def test_accepting_one_makes_the_merge(client: TestClient, published: str, engine: Engine) -> None:
    proposal = propose(engine)
    answer = client.post(f"/api/v1/proposals/{proposal.id}")
    assert answer.status_code == 202, answer.text
    assert (answer.json()["kind"], answer.json()["into_id"]) == ("merge", proposal.themes[0])
    assert client.get("/api/v1/proposals").json()["data"] == []
    assert client.post(f"/api/v1/proposals/{proposal.id}").status_code == 409


def test_refusing_one_closes_it_and_undoing_that_opens_it_again(client: TestClient, published: str, engine: Engine) -> None:
    proposal = propose(engine)
    assert client.delete(f"/api/v1/proposals/{proposal.id}").status_code == 204
    assert client.get("/api/v1/proposals").json()["data"] == []
    assert client.delete("/api/v1/proposals/prp_unknown").status_code == 404
