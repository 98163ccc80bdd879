"""An import is undone as a whole: what it added goes, what it changed is as it was, and nothing that people built on it is lost."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from tests.api.company import ACCOUNTS, account_key, import_company, item, members, publish, rank_company, theme_id
from tests.usecases.tools import tools_with
from voc.db.changes import list_changes
from voc.db.import_journal import UNDO_LASTS, forget_old_imports
from voc.db.jobs import get_job
from voc.db.session import reading, transaction
from voc.db.tables import (
    AccountRow,
    ArrChangeRow,
    Base,
    FeatureRow,
    FeedbackRevisionRow,
    FeedbackRow,
    FurtherDomainRow,
    FxRateRow,
    OpportunityRow,
    SignalRow,
    ThemeRow,
)
from voc.domain.changes import Actor, ChangeKind
from voc.domain.deliveries import Outlets
from voc.domain.erasing import Erasable
from voc.domain.report_standing import ReportKey
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, ForbiddenError, NotFoundError
from voc.sources.layout import Layout
from voc.usecases.accounts.override_health import override_health, withdraw_override
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.curating.link_theme import link_theme
from voc.usecases.curating.list_askers import mark_told
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet, release_snippet
from voc.usecases.feedback.assign_domain import assign_domain
from voc.usecases.feedback.erase_feedback import erase_feedback
from voc.usecases.feedback.import_file import import_file
from voc.usecases.feedback.import_rows import import_rows, receive_feedback
from voc.usecases.feedback.request_import import request_import
from voc.usecases.feedback.tag_feedback import tag_feedback
from voc.usecases.feedback.undo_import import ImportUndo, preview_import_undo
from voc.usecases.inbox.mark_snippet import mark_done
from voc.usecases.inbox.write_note import write_note
from voc.usecases.undo_change import undo_change
from voc.usecases.work_job import work_job

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
ANA = Principal("usr_ana", "Ana", Role.PM)
IMPORTED: tuple[type[Base], ...] = (
    AccountRow,
    FurtherDomainRow,
    ArrChangeRow,
    OpportunityRow,
    SignalRow,
    FeatureRow,
    FxRateRow,
    FeedbackRow,
    FeedbackRevisionRow,
)
EXPORT, LOGIN = theme_id("export"), theme_id("login")


def standing(engine: Engine) -> Mapping[str, list[Any]]:
    """All that is imported, but for when the same content was last delivered."""
    found = {}
    with reading(engine) as session:
        for table in IMPORTED:
            columns = [c for c in table.__table__.columns if c.name not in ("revised_at", "split_by")]
            found[table.__tablename__] = sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)
    return found


def last_import(engine: Engine) -> str:
    """The change that the last import is undone by."""
    with reading(engine) as session:
        kinds = (ChangeKind.IMPORT_DONE, ChangeKind.IMPORT_BEGUN, ChangeKind.FEEDBACK_RECEIVED)
        return list_changes(session, 1, kinds=kinds)[0][1].act


def undo(engine: Engine, act: str, asker: Principal = ANA) -> str | None:
    with transaction(engine, Actor(asker.id, asker.name)) as session:
        return undo_change(session, act, asker, NOW)


def look(engine: Engine, act: str) -> ImportUndo:
    with reading(engine) as session:
        return preview_import_undo(session, act)


def bring(engine: Engine, kind: str, *rows: Mapping[str, object]) -> str:
    results = import_rows(engine, kind, rows, reporting_currency="USD")
    assert [result.error for result in results] == [None] * len(rows)
    return last_import(engine)


TEXTS = st.sampled_from(["the export dies", "login fails", "the invoice is wrong", "Ünïcode 🙂", "a,b\nc"])
OWNERS = st.sampled_from([None, "A-1", "A-2", "A-9"])
FEEDBACK = st.builds(
    lambda number, text, account, day, later: {
        **item(str(number), text, account, day=f"2026-10-{day:02}"),
        "updated_at": f"2026-10-{later:02}T10:00:00Z",
    },
    st.integers(1, 6), TEXTS, OWNERS, st.integers(1, 9), st.integers(10, 28),
)  # fmt: skip
ACCOUNT = st.builds(
    lambda number, arr, segment, domain: {
        "account_id": f"A-{number}", "name": f"Account {number}", "arr": arr, "segment": segment, "domain": domain, "renews_on": "2026-12-01"
    },
    st.integers(1, 4), st.sampled_from(["100000", "50000.55", "0"]), st.sampled_from(["smb", None]),
    st.sampled_from(["writer.example", "a.example", "a.example,writer.example", "b.example a.example", None]),
)  # fmt: skip
FX = st.builds(lambda rate: {"currency": "EUR", "as_of": "2026-01-01", "rate": rate}, st.sampled_from(["1.1", "1.234567890123", "0.9"]))
SIGNAL = st.builds(
    lambda day, value: {"account_id": "A-1", "signal": "logins", "observed_on": f"2026-09-{day:02}", "value": value},
    st.integers(1, 3), st.floats(0, 1e6),
)  # fmt: skip
IMPORT = st.one_of(
    st.tuples(st.just("feedback"), st.lists(FEEDBACK, min_size=1, max_size=8)),
    st.tuples(st.just("accounts"), st.lists(ACCOUNT, min_size=1, max_size=4, unique_by=lambda row: row["account_id"])),
    st.tuples(st.just("fx"), st.lists(FX, min_size=1, max_size=1)),
    st.tuples(st.just("signals"), st.lists(SIGNAL, min_size=1, max_size=3, unique_by=lambda row: row["observed_on"])),
)


@settings(max_examples=40)
@given(imports=st.lists(IMPORT, min_size=1, max_size=5))
def test_undone_in_turn_imports_leave_what_was_before_each(engine: Engine, empty_tables: Callable[[Engine], None], imports: list[Any]) -> None:
    empty_tables(engine)
    before, acts = [], []
    for kind, rows in imports:
        before.append(standing(engine))
        results = import_rows(engine, kind, rows, reporting_currency="USD")
        changed = any(result.outcome in ("added", "updated") for result in results)
        acts.append(last_import(engine) if changed else None)
    for act, stood in zip(reversed(acts), reversed(before), strict=True):
        if act is not None:
            undo(engine, act)
        assert standing(engine) == stood


def test_a_file_is_undone_as_a_whole_and_can_be_imported_again(engine: Engine, tmp_path: Path) -> None:
    import_company(engine)
    before = standing(engine)
    path = tmp_path / "accounts.csv"
    path.write_text("account_id,name,arr\n" + "".join(f"B-{n},New {n},{n}\n" for n in range(2_500)) + "A-1,Alder renamed,5\n", encoding="utf-8")
    imported = import_file(engine, "accounts", path, reporting_currency="USD", actor=Actor("usr_ana", "Ana"))
    assert (imported.added, imported.updated) == (2_500, 1)
    after, act = standing(engine), last_import(engine)
    found = look(engine, act)
    assert (found.removed, found.restored, found.snippets, found.reasons) == ({"account": 2_500}, {"account": 1}, 0, ())
    assert (found.change.actor.name, found.change.after) == ("Ana", {"file": "accounts.csv"})
    assert undo(engine, act) is None
    assert standing(engine) == before
    import_file(engine, "accounts", path, reporting_currency="USD")
    assert standing(engine) == after


def test_an_import_that_changed_domains_alone_keeps_the_one_before_it_from_being_undone(engine: Engine) -> None:
    row = {"account_id": "B-1", "name": "New", "arr": "1", "domain": "b.example, c.example"}
    first = bring(engine, "accounts", row)
    before = standing(engine)
    second = bring(engine, "accounts", {**row, "domain": "b.example d.example"})
    assert "imported again since" in look(engine, first).reasons[0]
    undo(engine, second)
    assert standing(engine) == before
    undo(engine, first)
    assert standing(engine)["account"] == standing(engine)["further_domain"] == []


def test_an_import_that_broke_off_is_undone_too(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes(b"account_id,name,arr\n" + b"".join(b"B-%d,New,1\n" % n for n in range(1_500)))

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(engine, "accounts", path, reporting_currency="USD", progress=stop)
    assert len(standing(engine)["account"]) == 1_000
    undo(engine, last_import(engine))
    assert standing(engine)["account"] == []


def test_an_import_that_is_undone_while_it_runs_stops(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes(b"account_id,name,arr\n" + b"".join(b"B-%d,New,1\n" % n for n in range(2_500)))
    acts: list[str] = []

    def undo_once(done: int, total: int) -> None:
        if not acts:
            acts.append(last_import(engine))
            undo(engine, acts[0])

    with pytest.raises(ConflictError, match="was undone while it ran"):
        import_file(engine, "accounts", path, reporting_currency="USD", progress=undo_once)
    assert standing(engine)["account"] == []
    with pytest.raises(ConflictError, match="undone already"):
        undo(engine, acts[0])


FORMER = {
    "author": ({"author_email": "kim@x.example"}, {"author_email": "lee@x.example"}, Erasable(author_email="Kim@x.example")),
    "account": ({"account_id": "A-1"}, {"account_id": "A-2"}, Erasable(account_id="A-1")),
    "age": ({"occurred_at": "2020-01-01"}, {"occurred_at": "2026-09-01"}, Erasable(before=datetime(2025, 1, 1, tzinfo=UTC))),
}


@pytest.mark.parametrize("by", FORMER)
def test_what_feedback_said_before_is_erased_and_no_undo_brings_it_back(engine: Engine, by: str) -> None:
    was, is_now, which = FORMER[by]
    bring(engine, "accounts", *ACCOUNTS)
    first = bring(engine, "feedback", {**item("1", "secret words"), "updated_at": "2026-09-02", **was})
    second = bring(engine, "feedback", {**item("1", "other words"), "updated_at": "2026-09-03", **is_now})
    with transaction(engine) as session:
        assert erase_feedback(session, which, NOW).erasure.items == 0
    with reading(engine) as session:
        held = [str(row) for table in ("imported_row", "feedback_revision", "feedback") for row in session.execute(text(f"SELECT * FROM {table}"))]
    assert "secret words" not in "".join(held)
    assert "undo the later import first" in look(engine, first).reasons[0]
    undo(engine, second)
    assert standing(engine)["feedback"] == []


@pytest.mark.parametrize("feature", ["F1", 'F"1', "F\\1", 'F"]', "Fö1"])
def test_a_verdict_that_names_a_feature_stands_in_the_way_whatever_its_id(engine: Engine, feature: str) -> None:
    rank_company(engine)
    act = bring(engine, "catalogue", {"feature_id": feature, "name": "It", "description": "does it", "status": "released"})
    with transaction(engine) as session:
        session.execute(update(ThemeRow).where(ThemeRow.id == EXPORT).values(verdict="released", feature_id=feature))
    assert look(engine, act).reasons == ("people have built on it: 1 verdict that names a feature",)


def test_feedback_goes_with_its_snippets_and_the_figures_follow(engine: Engine) -> None:
    import_company(engine)
    act = bring(engine, "feedback", item("new", "the export fails again", "A-2"), item("0", "the invoice is wrong", "A-1", day="2026-10-25"))
    publish(engine)
    assert look(engine, act).snippets == 1
    job = undo(engine, act)
    with reading(engine) as session:
        assert get_job(session, str(job)).kind == "refresh"
        assert session.scalar(text("SELECT count(*) FROM snippet JOIN feedback ON feedback.id = feedback_id WHERE external_id = 'new'")) == 0
        text_now, split_by = session.execute(select(FeedbackRow.text, FeedbackRow.split_by).where(FeedbackRow.external_id == "0")).one()
    assert (text_now, split_by) == ("the export dies after ten minutes", None)


def test_feedback_of_an_account_that_goes_has_none_again(engine: Engine) -> None:
    bring(engine, "feedback", item("1", "dies", "B-1"), {**item("2", "dies"), "author_email": "kim@b.example"})
    act = bring(engine, "accounts", {"account_id": "B-1", "name": "Beech", "arr": "5", "domain": "b.example"})
    accounts = [row[7] for row in standing(engine)["feedback"]]
    assert accounts == [account_key("B-1")] * 2
    undo(engine, act)
    assert [row[7] for row in standing(engine)["feedback"]] == [None, None]


def test_a_later_import_of_the_same_rows_is_undone_first(engine: Engine) -> None:
    first = bring(engine, "accounts", *ACCOUNTS)
    second = bring(engine, "accounts", {**ACCOUNTS[0], "name": "Alder & Sons"})
    with pytest.raises(ConflictError, match=f"1 row of it was imported again since: undo the later import first \\({second}\\)"):
        undo(engine, first)
    undo(engine, second)
    undo(engine, first)
    assert standing(engine)["account"] == []


def test_what_was_undone_or_changed_nothing_is_not_undone_again(engine: Engine) -> None:
    act = bring(engine, "accounts", *ACCOUNTS)
    undo(engine, act)
    with pytest.raises(ConflictError, match="undone already"):
        undo(engine, act)
    assert look(engine, act).reasons == ("it changed nothing, was undone already, or is older than a year",)


def test_after_a_year_an_import_stays(engine: Engine) -> None:
    act = bring(engine, "accounts", *ACCOUNTS)
    with transaction(engine) as session:
        forget_old_imports(session, datetime.now(UTC) + UNDO_LASTS - timedelta(days=1))
    assert look(engine, act).reasons == ()
    with transaction(engine) as session:
        forget_old_imports(session, datetime.now(UTC) + UNDO_LASTS + timedelta(days=1))
    with pytest.raises(ConflictError, match="older than a year"):
        undo(engine, act)


def snippet(engine: Engine) -> str:
    return members(engine, EXPORT)[0]


def decide_on_report(session: Session) -> None:
    from voc.usecases.reports.approve_report import approve_report
    from voc.usecases.reports.begin_report import begin_report
    from voc.usecases.reports.read_report import read_report

    key, now = ReportKey.of_month("2026-10"), datetime.now(UTC)
    begin_report(session, key, "Ana", now)
    approve_report(session, read_report(session, key, now, "USD"), "Ana", now, None)


SOON = datetime.now(UTC) + timedelta(days=30)
HANDWORK: Mapping[str, Callable[[Session, str], object]] = {
    "1 decision": lambda s, snippet: place_snippet(s, snippet, LOGIN, "Ana", datetime.now(UTC)),
    "1 tag": lambda s, snippet: tag_feedback(s, "urgent", [str(s.scalar(text("SELECT id FROM feedback LIMIT 1")))], datetime.now(UTC)),
    "1 note": lambda s, snippet: write_note(s, snippet, "Call them", datetime.now(UTC)),
    "1 mark in the inbox": lambda s, snippet: mark_done(s, [snippet], datetime.now(UTC)),
    "1 judgement of an account's health": lambda s, _: override_health(s, account_key("A-1"), "at_risk", None, "a new boss", SOON, "Ana", datetime.now(UTC)),
    "1 domain assigned to an account": lambda s, _: assign_domain(s, "partner.example", "A-1", datetime.now(UTC)),
    "1 account told of a release": lambda s, _: mark_told(s, EXPORT, account_key("A-1"), "Ana", datetime.now(UTC)),
    "1 theme that people worked on would lose all its feedback": lambda s, _: edit_theme(s, EXPORT, {"label": "Exports"}, "Ana", datetime.now(UTC)),
    "1 theme that people worked on": lambda s, _: link_theme(s, EXPORT, "https://issues.example/1", "VOC-1", "Ana", datetime.now(UTC)),
    "1 report approved since": lambda s, _: decide_on_report(s),
}


@pytest.mark.parametrize("what", HANDWORK)
def test_what_people_built_on_it_keeps_it(engine: Engine, what: str) -> None:
    rank_company(engine)
    with reading(engine) as session:
        imports = {change.noun_id: change.act for _, change in list_changes(session, 20, kinds=[ChangeKind.IMPORT_DONE])}
    act = imports["accounts" if "account" in what else "feedback"]
    assert look(engine, act).reasons == ()
    with transaction(engine, Actor("usr_ana", "Ana")) as session:
        HANDWORK[what](session, snippet(engine))
    before = standing(engine)
    with pytest.raises(ConflictError, match=f"people have built on it: {what}"):
        undo(engine, act)
    assert standing(engine) == before


def test_what_people_took_back_keeps_nothing(engine: Engine) -> None:
    rank_company(engine)
    placed = snippet(engine)
    with transaction(engine, Actor("usr_ana", "Ana")) as session:
        ignore_snippet(session, placed, "Ana", datetime.now(UTC))
        release_snippet(session, placed, ["ignore"], "Ana", datetime.now(UTC))
        override_health(session, account_key("A-1"), "at_risk", None, "a new boss", SOON, "Ana", datetime.now(UTC))
        withdraw_override(session, account_key("A-1"), "Ana", datetime.now(UTC))
    with reading(engine) as session:
        acts = [change.act for _, change in list_changes(session, 20, kinds=[ChangeKind.IMPORT_DONE])]
    for act in acts:
        undo(engine, act)
    assert all(rows == [] for rows in standing(engine).values())


def test_an_erased_person_does_not_come_back(engine: Engine) -> None:
    bring(engine, "feedback", item("1", "the export dies", "A-1"), item("2", "login fails"))
    new = bring(engine, "feedback", {**item("1", "the export died"), "author_email": "bo@other.example"}, {**item("3", "the invoice"), "author_email": None})
    with transaction(engine) as session:
        erase_feedback(session, Erasable(author_email="Mia@Writer.example"), NOW)
    with engine.connect() as connection:
        for table in ("imported_row", "feedback"):
            assert "mia@writer.example" not in str(connection.execute(text(f"SELECT * FROM {table}")).all()).lower()
    undo(engine, new)
    assert standing(engine)["feedback"] == []


def test_an_import_by_a_job_is_undone_by_the_change_that_asked_for_it(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account_id,name,arr\nB-1,Beech,5\n", encoding="utf-8")
    with transaction(engine, Actor("usr_ana", "Ana")) as session:
        job_id = request_import(session, "accounts", str(path), NOW, layout=Layout())
    with reading(engine) as session:
        act = list_changes(session, 1, kinds=[ChangeKind.IMPORT_REQUESTED])[0][1].act
    with pytest.raises(ConflictError, match="still under way"):
        undo(engine, act)
    assert work_job(engine, job_id, tools_with(Outlets()))
    assert look(engine, act).removed == {"account": 1}
    undo(engine, act)
    assert standing(engine)["account"] == []
    with reading(engine) as session:
        done = [change for _, change in list_changes(session, 5) if change.act == act]
    assert [(change.kind, change.undone_at is not None) for change in done] == [("import.done", True), ("import.requested", True)]


def test_received_feedback_is_undone_too(engine: Engine) -> None:
    with transaction(engine, Actor("key_1", "A program")) as session:
        receive_feedback(session, [item("1", "the export dies")], NOW, reporting_currency="USD")
    undo(engine, last_import(engine))
    assert standing(engine)["feedback"] == []


def test_leadership_undoes_no_import_and_no_other_change_is_one(engine: Engine) -> None:
    act = bring(engine, "accounts", *ACCOUNTS)
    with pytest.raises(ForbiddenError):
        undo(engine, act, Principal("usr_lea", "Lea", Role.LEADERSHIP))
    undo(engine, act)
    with reading(engine) as session:
        undone = list_changes(session, 1, kinds=[ChangeKind.IMPORT_UNDONE])[0][1].id
    with pytest.raises(NotFoundError):
        look(engine, undone)
