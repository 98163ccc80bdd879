"""What the machine proposes, on the made-up company."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.usecases.company import rank_company, refresh, table
from voc.db.proposals import list_proposals, save_proposals
from voc.db.session import reading, transaction
from voc.domain.proposals import Proposal
from voc.errors import ConflictError
from voc.usecases.curating.answer_proposal import accept_proposal, list_asked, refuse_proposal, reopen_proposal
from voc.usecases.curating.undo_decision import undo_decision
from voc.usecases.shared.find_run import get_standing_run

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def asked(engine: Engine) -> Proposal:
    """Whether the company's first two themes are one."""
    rank_company(engine)
    proposal = Proposal("merge", tuple(theme["id"] for theme in table(engine)[:2]), 0.8)
    with transaction(engine) as session:
        save_proposals(session, [proposal])
    return proposal


def open_ids(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [proposal.id for proposal in list_proposals(session)]


def test_a_proposal_shows_both_labels_and_quotes_of_both(engine: Engine, asked: Proposal) -> None:
    with reading(engine) as session:
        (one,) = list_asked(session, get_standing_run(session))
    assert list(one.labels) == [theme["label"] for theme in table(engine)[:2]]
    assert [{quote.theme_id for quote in side} for side in one.quotes] == [{theme} for theme in asked.themes]


def test_accepting_merges_the_themes_and_closes_the_question(engine: Engine, asked: Proposal) -> None:
    with transaction(engine) as session:
        decided = accept_proposal(session, asked.id, "Ana", NOW)
    assert (decided.decision.kind, decided.decision.into_id, decided.decision.theme_id) == ("merge", *asked.themes)
    assert open_ids(engine) == []
    refresh(engine)
    assert asked.themes[1] not in {theme["id"] for theme in table(engine)}


def test_what_was_refused_is_not_proposed_again_until_the_refusal_is_taken_back(engine: Engine, asked: Proposal) -> None:
    with transaction(engine) as session:
        refuse_proposal(session, asked.id, "Ana", NOW)
    with transaction(engine) as session:
        save_proposals(session, [Proposal("merge", (asked.themes[1], asked.themes[0]), 0.9)])  # the same question, asked the other way round
    assert open_ids(engine) == []
    with transaction(engine) as session:
        reopen_proposal(session, asked.id)
    assert open_ids(engine) == [asked.id]


def test_a_question_is_answered_once(engine: Engine, asked: Proposal) -> None:
    with transaction(engine) as session:
        refuse_proposal(session, asked.id, "Ana", NOW)
        with pytest.raises(ConflictError, match="refused already by Ana"):
            accept_proposal(session, asked.id, "Ben", NOW)


def test_each_run_asks_anew(engine: Engine, asked: Proposal) -> None:
    refresh(engine, full=True)
    assert open_ids(engine) == []


def test_a_merge_that_is_undone_is_asked_about_again(engine: Engine, asked: Proposal) -> None:
    with transaction(engine) as session:
        decided = accept_proposal(session, asked.id, "ana", NOW)
    assert asked.id not in open_ids(engine)
    with transaction(engine) as session:
        undo_decision(session, decided.decision.id, "merge", "ana", NOW)
    assert asked.id in open_ids(engine)
