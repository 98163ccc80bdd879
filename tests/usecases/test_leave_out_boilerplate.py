"""Boilerplate: in no theme, no figure and no suggestion, until a person calls it feedback; and out again when they take that back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from tests.usecases.company import COMPLAINTS, TAILS, import_company, item, refresh, table
from voc.db.boilerplate import list_boilerplate
from voc.db.changes import find_act
from voc.db.feedback_reading import get_feedback
from voc.db.jobs import list_open_jobs
from voc.db.people_tables import SuggestionRow
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.db.tables import AssignmentRow, SnippetRow
from voc.domain.boilerplate import ListedBoilerplate
from voc.domain.changes import Actor
from voc.domain.erasing import Erasable
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, NotFoundError
from voc.usecases.curating.place_snippet import place_snippet
from voc.usecases.curating.rule_boilerplate import rule_boilerplate
from voc.usecases.feedback.erase_feedback import erase_feedback
from voc.usecases.undo_change import undo_change

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
ANA = Principal("usr_ana", "Ana", Role.PM)
NOTICE = "Parcels recorded by Dispatcher Copilot, wording unverified throughout."
SAID = [f"{words} {TAILS[n]}. \n\n{NOTICE}" for words in COMPLAINTS.values() for n in range(8)]


@pytest.fixture(autouse=True)
def company(engine: Engine) -> None:
    import_company(engine, [item(str(n), text, f"A-{1 + n % 6}") for n, text in enumerate(SAID)])
    refresh(engine)


def listed(engine: Engine) -> ListedBoilerplate:
    with reading(engine) as session:
        (one,) = list_boilerplate(session)
        return one


def snippets(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return set(session.scalars(select(SnippetRow.id).where(SnippetRow.text.like("Parcels%"))))


def themes(engine: Engine) -> set[str | None]:
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        wanted = select(AssignmentRow.theme_id).where(AssignmentRow.run_id == run.id, AssignmentRow.snippet_id.in_(snippets(engine)))
        return set(session.scalars(wanted))


def rule(engine: Engine, ruling: bool | None) -> str:
    with transaction(engine, Actor(ANA.id, ANA.name)) as session:
        job_id = rule_boilerplate(session, listed(engine).found.key, ruling, NOW)
        assert job_id in {job.id for job in list_open_jobs(session, "refresh")}
        return str(find_act(session))


def test_it_is_listed_and_counts_nowhere(engine: Engine) -> None:
    one = listed(engine)
    assert (one.found.text, one.found.items, one.found.accounts, one.is_left_out) == (NOTICE, 24, 6, True)
    assert themes(engine) == {None}
    assert sum(theme["mentions"] for theme in table(engine)) == 24
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None and run.counts["boilerplate"] == 24
        assert not snippets(engine) & set(session.scalars(select(SuggestionRow.snippet_id)))


def test_what_a_person_calls_feedback_is_themed_by_the_next_refresh_and_undo_leaves_it_out_again(engine: Engine) -> None:
    before = table(engine)
    act = rule(engine, False)
    refresh(engine)
    assert None not in themes(engine)
    assert not listed(engine).is_left_out
    with transaction(engine, Actor(ANA.id, ANA.name)) as session:
        assert undo_change(session, act, ANA, NOW)
    refresh(engine)
    assert themes(engine) == {None}
    assert listed(engine).is_left_out and listed(engine).ruling is None
    assert [theme["id"] for theme in table(engine)] == [theme["id"] for theme in before]


def test_undo_is_refused_where_somebody_said_otherwise_since(engine: Engine) -> None:
    act = rule(engine, False)
    rule(engine, True)
    with pytest.raises(ConflictError), transaction(engine) as session:
        undo_change(session, act, ANA, NOW)


def test_saying_it_again_changes_nothing_and_an_unknown_key_is_refused(engine: Engine) -> None:
    key = listed(engine).found.key
    rule(engine, False)
    with transaction(engine) as session:
        assert rule_boilerplate(session, key, False, NOW) is None
        assert find_act(session) is None
        with pytest.raises(NotFoundError):
            rule_boilerplate(session, "bpl_none", False, NOW)


def test_what_a_person_put_into_a_theme_stays_there(engine: Engine) -> None:
    theme, snippet = table(engine)[0]["id"], min(snippets(engine))
    with transaction(engine, Actor(ANA.id, ANA.name)) as session:
        place_snippet(session, snippet, theme, "Ana", NOW)
    refresh(engine)
    assert themes(engine) == {None, theme}


def test_first_seen_stays_and_erasing_its_example_erases_its_words(engine: Engine) -> None:
    seen = listed(engine).first_seen
    refresh(engine)
    assert listed(engine).first_seen == seen
    with transaction(engine) as session:
        example = get_feedback(session, listed(engine).found.feedback_id)
        erase_feedback(session, Erasable(item=(example.source, example.external_id)), NOW)
    with reading(engine) as session:
        assert list_boilerplate(session) == []
