"""A theme made of snippets from wherever they are."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.api.company import import_company, item, publish, theme_id
from voc.db.assignments import list_members, list_memberships
from voc.db.changes import find_act
from voc.db.decisions import list_decisions
from voc.db.mentions import QuoteFilter
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.db.themes import find_theme
from voc.db.word_search import list_word_hits
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, InputError
from voc.usecases.curating.found_theme import found_theme
from voc.usecases.curating.undo_decision import undo_decision
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.undo_change import undo_change

EXPORT, LOGIN = theme_id("export"), theme_id("login")
ANA = Principal("usr_ana", "Ana", Role.PM)


@pytest.fixture(autouse=True)
def company(engine: Engine) -> None:
    import_company(engine)
    import_rows(engine, "feedback", [item("odd", "The zeppelin is late.", "A-1")], reporting_currency="USD")
    publish(engine, started=datetime.now(UTC))


def places(engine: Engine) -> dict[str, str]:
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        return list_memberships(session, run.id)


def some(engine: Engine) -> list[str]:
    """A snippet of each of two themes, and one of none."""
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None

        odd = list_word_hits(session, run.id, "zeppelin", QuoteFilter(), 1)
        return [list_members(session, run.id, EXPORT)[0], list_members(session, run.id, LOGIN)[0], *odd]


def test_it_takes_snippets_from_several_themes_and_from_none(engine: Engine) -> None:
    before, taken = places(engine), some(engine)
    with transaction(engine) as session:
        _, theme = found_theme(session, taken, " Late  zeppelins ", "Ana", datetime.now(UTC))
        act = find_act(session)
    with reading(engine) as session:
        kept = find_theme(session, theme.id)
    assert kept is not None and (kept.label, kept.label_source) == ("Late zeppelins", "person")
    publish(engine, 2, started=datetime.now(UTC), decided=True)
    assert places(engine) == {**before, **dict.fromkeys(taken, theme.id)}
    with transaction(engine) as session:
        undo_change(session, str(act), ANA, datetime.now(UTC))
    publish(engine, 3, started=datetime.now(UTC), decided=True)
    assert places(engine) == before


def test_undoing_one_part_leaves_the_others(engine: Engine) -> None:
    before, taken = places(engine), some(engine)
    with transaction(engine) as session:
        made, theme = found_theme(session, taken, "Zeppelins", "Ana", datetime.now(UTC))
    publish(engine, 2, started=datetime.now(UTC), decided=True)
    with transaction(engine) as session:
        undo_decision(session, next(d.decision.id for d in made if d.decision.theme_id == LOGIN), "split", "Ana", datetime.now(UTC))
    publish(engine, 3, started=datetime.now(UTC), decided=True)
    assert places(engine) == {**before, taken[0]: theme.id, taken[2]: theme.id}


def test_a_theme_is_not_emptied_and_nothing_makes_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        run = find_current_run(session)
        assert run is not None
        with pytest.raises(ConflictError, match="these are all"):
            found_theme(session, list_members(session, run.id, EXPORT), "All", "Ana", datetime.now(UTC))
        for snippets, label in (([], "None"), (["snp_none"], "None"), (list_members(session, run.id, EXPORT)[:1], "")):
            with pytest.raises(InputError):
                found_theme(session, snippets, label, "Ana", datetime.now(UTC))
        assert list_decisions(session) == []
