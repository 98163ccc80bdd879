"""Undo: what a person changed is what it was before, and who did what stands in the log."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.api.company import account_key, rank_company, theme_id
from voc.db.assignments import list_members
from voc.db.changes import find_act, list_changes
from voc.db.decisions import list_decisions
from voc.db.health_overrides import list_standing_overrides
from voc.db.inbox import EVERYBODY, has_mark, list_owners
from voc.db.mentions import QuoteFilter, list_quotes
from voc.db.notes import list_notes
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.db.tags import list_tags_of
from voc.db.themes import find_theme
from voc.domain.changes import Actor
from voc.domain.ids import derive_id
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, ForbiddenError, NotFoundError
from voc.rendering.change_words import tell_change
from voc.usecases.accounts.accept_weights import accept_weights
from voc.usecases.accounts.override_health import override_health, withdraw_override
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet
from voc.usecases.curating.split_theme import split_theme
from voc.usecases.feedback.tag_feedback import tag_feedback
from voc.usecases.inbox.assign_snippet import assign_snippets
from voc.usecases.inbox.mark_snippet import mark_done, put_off
from voc.usecases.inbox.write_note import write_note
from voc.usecases.people.add_user import add_user
from voc.usecases.people.create_key import create_key
from voc.usecases.undo_change import undo_change

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
EXPORT, LOGIN, INVOICE = theme_id("export"), theme_id("login"), theme_id("invoice")
ANA = Principal("usr_ana", "Ana", Role.PM)
Act = Callable[[Session], object]


@pytest.fixture(autouse=True)
def ranked(engine: Engine) -> None:
    rank_company(engine)


def do(engine: Engine, act: Act) -> str:
    """What was done, by its act."""
    with transaction(engine, Actor(ANA.id, ANA.name)) as session:
        act(session)
        done = find_act(session)
    assert done is not None
    return done


def undo(engine: Engine, act: str, asker: Principal = ANA) -> str:
    return do(engine, lambda session: undo_change(session, act, asker, NOW))


def snippet(engine: Engine, theme: str = EXPORT, place: int = 0) -> str:
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        return list_members(session, run.id, theme)[place]


def standing(engine: Engine) -> list[tuple[str, str | None, str | None]]:
    with reading(engine) as session:
        return [(d.kind, d.theme_id, d.into_id) for d in list_decisions(session) if d.stands]


def told(engine: Engine) -> list[str]:
    with reading(engine) as session:
        labels = {EXPORT: "Export", LOGIN: "Login", INVOICE: "Invoices"}
        return [f"{change.actor.name} {tell_change(change, labels)}" for _, change in reversed(list_changes(session, 100, actor_id=ANA.id))]


def test_a_label_goes_back_to_the_machines_words(engine: Engine) -> None:
    with reading(engine) as session:
        before = find_theme(session, EXPORT)
    renamed = do(engine, lambda session: edit_theme(session, EXPORT, {"label": "Exports", "owner": "Bo"}, "Ana", NOW))
    undone = undo(engine, renamed)
    with reading(engine) as session:
        assert find_theme(session, EXPORT) == before
    undo(engine, undone)
    with reading(engine) as session:
        again = find_theme(session, EXPORT)
    assert again is not None and (again.label, again.owner, again.label_source) == ("Exports", "Bo", "person")


def test_themes_merged_at_once_come_apart_at_once(engine: Engine) -> None:
    merged = do(engine, lambda session: merge_themes(session, EXPORT, [LOGIN, INVOICE], "Ana", NOW))
    assert len(standing(engine)) == 2
    undone = undo(engine, merged)
    assert standing(engine) == []
    undo(engine, undone)
    assert sorted(standing(engine)) == sorted([("merge", LOGIN, EXPORT), ("merge", INVOICE, EXPORT)])
    assert told(engine)[:2] == ["Ana merged Login into Export", "Ana merged Invoices into Export"]


def test_a_dismissal_and_an_ignored_snippet_come_back(engine: Engine) -> None:
    for act in (lambda s: dismiss_theme(s, LOGIN, "Ana", NOW), lambda s: ignore_snippet(s, snippet(engine), "Ana", NOW)):
        undone = undo(engine, do(engine, act))
        assert standing(engine) == []
        undo(engine, undo(engine, undone))
        assert standing(engine) == []


def test_a_split_is_undone_but_not_made_anew(engine: Engine) -> None:
    part = [snippet(engine, place=0), snippet(engine, place=1)]
    undone = undo(engine, do(engine, lambda session: split_theme(session, EXPORT, part, "Part", "Ana", NOW)))
    assert standing(engine) == []
    with pytest.raises(ConflictError, match="splitting again"):
        undo(engine, undone)


def test_undoing_a_move_that_replaced_another_brings_the_other_back(engine: Engine) -> None:
    moved = snippet(engine)
    do(engine, lambda session: place_snippet(session, moved, LOGIN, "Bo", NOW))
    second = do(engine, lambda session: place_snippet(session, moved, INVOICE, "Ana", NOW))
    undo(engine, second)
    assert standing(engine) == [("move", LOGIN, None)]


def test_a_word_on_an_accounts_health_is_withdrawn_and_said_again(engine: Engine) -> None:
    account, end = account_key("A-1"), NOW + timedelta(days=30)

    def stands() -> dict[str, str]:
        with reading(engine) as session:
            return {key: o.band for key, o in list_standing_overrides(session, NOW).items()}

    first = do(engine, lambda session: override_health(session, account, "at_risk", None, "they said so", end, "Ana", NOW))
    second = do(engine, lambda session: override_health(session, account, "healthy", None, "all well", end, "Ana", NOW))
    undo(engine, second)
    assert stands() == {account: "at_risk"}
    withdrawn = do(engine, lambda session: withdraw_override(session, account, "Ana", NOW))
    undo(engine, withdrawn)
    assert stands() == {account: "at_risk"}
    with pytest.raises(ConflictError):
        undo(engine, second)
    assert first


def test_anothers_later_word_on_an_accounts_health_is_not_taken_back(engine: Engine) -> None:
    account, end = account_key("A-1"), NOW + timedelta(days=30)
    first = do(engine, lambda session: override_health(session, account, "at_risk", None, "they said so", end, "Ana", NOW))
    do(engine, lambda session: override_health(session, account, "healthy", None, "all well", end, "Bo", NOW))
    with pytest.raises(ConflictError, match="otherwise since"):
        undo(engine, first)
    with reading(engine) as session:
        assert list_standing_overrides(session, NOW)[account].made_by == "Bo"


def test_a_score_that_somebody_gave_an_account_is_given_again(engine: Engine) -> None:
    account, end = account_key("A-1"), NOW + timedelta(days=30)
    do(engine, lambda session: override_health(session, account, None, 20.0, "they said so", end, "Ana", NOW))
    undo(engine, do(engine, lambda session: withdraw_override(session, account, "Ana", NOW)))
    with reading(engine) as session:
        assert list_standing_overrides(session, NOW)[account].score == 20.0


def test_a_word_that_would_have_ended_by_now_is_not_said_again(engine: Engine) -> None:
    account, end = account_key("A-1"), NOW + timedelta(minutes=1)
    do(engine, lambda session: override_health(session, account, "at_risk", None, "they said so", end, "Ana", NOW))
    withdrawn = do(engine, lambda session: withdraw_override(session, account, "Ana", NOW))
    with pytest.raises(ConflictError, match="would have ended"):
        do(engine, lambda session: undo_change(session, withdrawn, ANA, NOW + timedelta(hours=1)))


def test_marks_owners_tags_and_notes_are_taken_back_and_done_again(engine: Engine) -> None:
    one = snippet(engine)
    with transaction(engine) as session:
        bo = add_user(session, "bo@example.com", "Bo", "csm", NOW)
        item = list_quotes(session, derive_id("run", "1"), QuoteFilter(snippets=[one]), 1)[0].feedback_id

    def state() -> tuple[bool, str | None, list[str], int]:
        with reading(engine) as session:
            tags = [name for _, name in list_tags_of(session, [item]).get(item, [])]
            return has_mark(session, one, EVERYBODY), list_owners(session, [one]).get(one), tags, len(list_notes(session, 9, snippets=[one]))

    acts: list[Act] = [
        lambda session: mark_done(session, [one], NOW),
        lambda session: assign_snippets(session, [one], bo.id, NOW),
        lambda session: tag_feedback(session, "vip", [item], NOW),
        lambda session: write_note(session, one, "ask @bo", NOW),
    ]
    before = state()
    for act in acts:
        undone = undo(engine, do(engine, act))
        assert state() == before
        done = undo(engine, undone)
        assert state() != before
        undo(engine, done)
        assert state() == before
    assert "Ana tagged 1 item vip" in told(engine) and "Ana took the tag vip off 1 item" in told(engine)
    assert "Ana assigned a snippet to Bo" in told(engine) and "Ana wrote a note" in told(engine)


def test_what_was_put_off_comes_back_and_goes_again(engine: Engine) -> None:
    one = snippet(engine)
    undone = undo(engine, do(engine, lambda session: put_off(session, [one], NOW)))
    with reading(engine) as session:
        assert not has_mark(session, one, ANA.id)
    undo(engine, undone)
    with reading(engine) as session:
        assert has_mark(session, one, ANA.id) and not has_mark(session, one, EVERYBODY)


def test_an_owner_whom_somebody_changed_since_stays(engine: Engine) -> None:
    one = snippet(engine)
    with transaction(engine) as session:
        bo, cy = (add_user(session, f"{name}@example.com", name, "csm", NOW) for name in ("Bo", "Cy"))
    given = do(engine, lambda session: assign_snippets(session, [one], bo.id, NOW))
    do(engine, lambda session: assign_snippets(session, [one], cy.id, NOW))
    with pytest.raises(ConflictError, match="otherwise since"):
        undo(engine, given)


def test_what_somebody_changed_since_is_left_alone(engine: Engine) -> None:
    renamed = do(engine, lambda session: edit_theme(session, EXPORT, {"label": "Exports"}, "Ana", NOW))
    do(engine, lambda session: edit_theme(session, EXPORT, {"label": "Other"}, "Bo", NOW))
    with pytest.raises(ConflictError, match="changed it since"):
        undo(engine, renamed)
    moved = do(engine, lambda session: place_snippet(session, snippet(engine), LOGIN, "Ana", NOW))
    do(engine, lambda session: place_snippet(session, snippet(engine), INVOICE, "Bo", NOW))
    with pytest.raises(ConflictError, match="otherwise since"):
        undo(engine, moved)
    with reading(engine) as session:  # a refused undo leaves the change open to be undone
        assert all(change.undone_at is None for _, change in list_changes(session, 100))


def test_of_two_that_undo_the_same_one_does(engine: Engine) -> None:
    dismissed = do(engine, lambda session: dismiss_theme(session, LOGIN, "Ana", NOW))
    undo(engine, dismissed)
    with pytest.raises(ConflictError, match="undone already"):
        undo(engine, dismissed)


def test_who_may_not_do_a_thing_may_not_undo_it(engine: Engine) -> None:
    dismissed = do(engine, lambda session: dismiss_theme(session, LOGIN, "Ana", NOW))
    with pytest.raises(ForbiddenError):
        undo(engine, dismissed, Principal("usr_boss", "Boss", Role.LEADERSHIP))
    assert len(standing(engine)) == 1


def test_what_is_no_change_or_cannot_be_undone_is_said_so(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        undo(engine, "chg_none")
    made = do(engine, lambda session: create_key(session, "k", "pm", NOW))
    with pytest.raises(ConflictError, match="cannot be undone"):
        undo(engine, made)
    with pytest.raises(NotFoundError), transaction(engine) as session:
        accept_weights(session, "wgt_none", "Ana", NOW)
