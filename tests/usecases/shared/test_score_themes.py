from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.usecases.company import table
from voc.db.runs import Run, find_current_run
from voc.db.session import reading
from voc.domain.themes import RankedTheme
from voc.rendering import shapes
from voc.usecases.shared.score_themes import EvidenceFilter, score_themes


@pytest.fixture
def scored(ranked: Engine) -> Iterator[tuple[Session, Run]]:
    with reading(ranked) as session:
        run = find_current_run(session)
        assert run is not None
        yield session, run


def by_word(ranked: list[RankedTheme]) -> dict[str, tuple[int, int, Decimal]]:
    """(mentions, accounts, affected ARR) of each theme, by the complaint that its label names."""
    return {
        word: (len(r.evidence.mentions), len(r.evidence.accounts), r.impact.affected_arr.amount)
        for r in ranked
        for word in ("export", "login", "invoice")
        if word in r.theme.label.lower()
    }


def score(scored: tuple[Session, Run], **narrowed: Any) -> dict[str, tuple[int, int, Decimal]]:
    return by_word(score_themes(*scored, EvidenceFilter(**narrowed)))


def test_without_a_filter_scoring_again_gives_what_was_published(scored: tuple[Session, Run], ranked: Engine) -> None:
    again = [shapes.theme(ranked) for ranked in score_themes(*scored, EvidenceFilter())]
    assert [{k: v for k, v in theme.items() if k != "run_id"} for theme in again] == table(ranked)


def test_a_source_counts_only_what_was_said_there(scored: tuple[Session, Run]) -> None:
    assert score(scored, sources=["gong"]) == {"export": (4, 2, Decimal("3000.00"))}
    assert score(scored, sources=["gong", "zendesk"])["export"] == (12, 8, Decimal("21150.15"))
    assert score(scored, sources=["nowhere"]) == {}


def test_a_kind_counts_only_what_was_said_so(scored: tuple[Session, Run]) -> None:
    assert score(scored, kinds=["nps"]) == {}
    assert score(scored, kinds=["ticket"]) == score(scored)


def test_a_segment_counts_only_its_accounts_and_measures_against_them(scored: tuple[Session, Run]) -> None:
    assert score(scored, segments=["mid"]) == {"export": (6, 3, Decimal("5000.00")), "login": (3, 2, Decimal("4000.00"))}
    (export, _) = score_themes(*scored, EvidenceFilter(segments=["mid"]))
    assert "3 accounts, 100% of ARR" in export.impact.parts[0].why


def test_since_counts_from_its_own_moment_on(scored: tuple[Session, Run]) -> None:
    moment = datetime(2026, 9, 15, tzinfo=UTC)
    assert score(scored, since=moment) == {"export": (2, 2, Decimal("150.15")), "login": (1, 0, Decimal(0)), "invoice": (1, 1, Decimal("150.15"))}
    assert score(scored, since=moment.replace(microsecond=1)) == {"export": (1, 1, Decimal("150.15"))}


def test_an_earlier_end_counts_up_to_its_own_moment(scored: tuple[Session, Run]) -> None:
    moment = datetime(2026, 3, 15, tzinfo=UTC)
    assert score(scored, as_of=moment) == {"export": (2, 1, Decimal(1000)), "login": (1, 1, Decimal(2000)), "invoice": (1, 1, Decimal(3000))}
    assert score(scored, as_of=datetime(2026, 3, 14, tzinfo=UTC)) == {}


def test_filters_combine(scored: tuple[Session, Run]) -> None:
    found = score(scored, sources=["zendesk"], segments=["smb"], since=datetime(2026, 5, 1, tzinfo=UTC))
    assert found == {"export": (3, 3, Decimal("9150.15")), "login": (1, 1, Decimal(6000)), "invoice": (5, 2, Decimal("3150.15"))}
