"""What is released is unmet no more."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from tests.api.company import account_key, rank_company, theme_id
from voc.db.mentions import list_mentions
from voc.db.runs import get_run
from voc.db.session import reading, transaction
from voc.db.theme_statuses import note_status
from voc.domain.accounts import Feature
from voc.domain.catalogue import CatalogueVerdict, Verdict
from voc.usecases.shared.score_accounts import score_accounts
from voc.usecases.shared.score_themes import EvidenceFilter, score_with_books, window_for


@pytest.mark.parametrize(
    ("verdict", "released_on", "said", "open_themes"),
    [
        (Verdict.RELEASED, None, None, 0),
        (Verdict.RELEASED, date(2026, 10, 30), None, 0),
        (Verdict.RELEASED, date(2026, 11, 5), None, 1),
        (Verdict.RELEASED, date(2026, 1, 1), "planned", 1),
        (Verdict.PROBLEM, None, None, 1),
        (Verdict.HIGHER_PLAN, None, None, 1),
    ],
)
def test_what_the_catalogue_has_is_unmet_until_its_release_and_people_have_the_last_word(
    engine: Engine, verdict: Verdict, released_on: date | None, said: str | None, open_themes: int
) -> None:
    run_id = rank_company(engine)
    judged = CatalogueVerdict(verdict, Feature("export", "Export", "", released_on=released_on), 1.0, "auto", ())
    with transaction(engine) as session:
        if said:
            note_status(session, theme_id("export"), datetime(2026, 10, 1, tzinfo=UTC), said, "Ana")
    with reading(engine) as session:
        run = get_run(session, run_id)
        scored = score_with_books(session, run, EvidenceFilter())
        ranked = [replace(r, catalogue=judged) for r in scored.ranked]
        health = score_accounts(session, scored.books.accounts, list_mentions(session, run.id, run.as_of), window_for(run, EvidenceFilter()), ranked)
    (unmet,) = [c for c in health[account_key("A-1")].contributions if c.name == "unmet"]
    assert f" in {open_themes} theme" in unmet.why
