"""Answers kept under a key."""

import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from voc.db.idempotency import KeptAnswer, claim_answer, forget_answers, save_answer
from voc.db.session import transaction

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_kept_answer_is_found_by_its_key_until_it_is_forgotten(engine: Engine) -> None:
    with transaction(engine) as session:
        assert claim_answer(session, "k", "hash", NOW) is None
        save_answer(session, "k", 201, {"Location": "/x"}, '{"b": 1, "a": 1.0}')
    with transaction(engine) as session:
        assert claim_answer(session, "k", "other", NOW) == KeptAnswer("hash", 201, {"Location": "/x"}, '{"b": 1, "a": 1.0}')
        forget_answers(session, NOW)
        assert claim_answer(session, "k", "other", NOW) is not None
        forget_answers(session, NOW + timedelta(seconds=1))
        assert claim_answer(session, "k", "other", NOW) is None


def test_a_claim_that_is_rolled_back_leaves_the_key_free(engine: Engine) -> None:
    try:
        with transaction(engine) as session:
            claim_answer(session, "k", "hash", NOW)
            raise ValueError("the work failed")
    except ValueError:
        pass
    with transaction(engine) as session:
        assert claim_answer(session, "k", "hash", NOW) is None


def test_a_second_claim_waits_for_the_first_and_gets_its_answer(engine: Engine) -> None:
    found: list[KeptAnswer | None] = []

    def claim() -> None:
        with transaction(engine) as session:
            found.append(claim_answer(session, "k", "hash", NOW))

    with transaction(engine) as session:
        claim_answer(session, "k", "hash", NOW)
        thread = threading.Thread(target=claim)
        thread.start()
        thread.join(0.3)
        assert found == []
        save_answer(session, "k", 202, {}, "{}")
    thread.join()
    assert found == [KeptAnswer("hash", 202, {}, "{}")]
