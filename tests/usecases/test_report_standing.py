"""A report on its way from draft over approved to frozen, and its restatement."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest
from sqlalchemy import Engine

from tests.api.company import account_key, import_company, item, publish, theme_id
from tests.usecases.reporting import AFTER, OCTOBER, approve, begin, decide, freeze, freeze_october, import_shared_ask, shown
from voc.db.changes import list_changes
from voc.db.report_files import find_report_file, list_file_hashes
from voc.db.report_tables import ReportFileRow
from voc.db.reports import find_report, get_report, list_versions, save_report
from voc.db.session import reading, transaction
from voc.domain.report_standing import ReportKey, pack_content
from voc.errors import ConflictError, InputError, NotFoundError
from voc.rendering import report_files
from voc.usecases.accounts.override_health import override_health, withdraw_override
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.reports.approve_report import withdraw_approval
from voc.usecases.reports.decide_on_report import withdraw_decision
from voc.usecases.reports.read_report_file import read_report_file
from voc.usecases.reports.restate_report import restate_report

FORMS = ("html", "md", "json", *(["pdf"] if find_spec("weasyprint") else []))
EXPORT = theme_id("export")
LATER = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def company(engine: Engine) -> Engine:
    import_company(engine)
    import_shared_ask(engine)
    publish(engine)
    return engine


def change_everything(engine: Engine) -> None:
    more = [item(f"n{n}", "the export and more", f"A-{1 + n % 5}", day="2026-10-30") for n in range(20)]
    import_rows(engine, "feedback", more, reporting_currency="USD")
    publish(engine, 2, {"export": "Quite another name"})


def files(engine: Engine, report_id: str, now: datetime = LATER) -> dict[str, bytes]:
    return {form: read_report_file(engine, report_id, form, now, "USD")[1] for form in FORMS}


def test_beginning_twice_begins_one(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda _: begin(engine), range(4)))
    assert {r.id for r in begun} == {OCTOBER.report_id()}
    with reading(engine) as session:
        assert len(list_versions(session, OCTOBER)) == 1


def test_a_draft_follows_what_is_imported_and_an_approved_report_does_not(engine: Engine) -> None:
    report = begin(engine)
    draft = shown(engine, report.id)
    approved = approve(engine, report.id)
    change_everything(engine)
    assert shown(engine, report.id).content == approved.content
    assert pack_content(approved.content)[1] == approved.sha256
    assert (approved.content["standing"]["state"], approved.content["standing"]["approved_by"]) == ("approved", "Ana")
    with transaction(engine) as session:
        withdrawn = withdraw_approval(session, report.id, AFTER)
    assert withdrawn.is_draft and withdrawn.approved is None
    assert shown(engine, report.id).content["method"]["items"] == draft.content["method"]["items"] + 20


def test_nothing_is_approved_but_what_was_looked_at(engine: Engine) -> None:
    report = begin(engine)
    seen = shown(engine, report.id).sha256
    change_everything(engine)
    with pytest.raises(ConflictError, match="look again"):
        approve(engine, report.id, seen=seen)
    assert not approve(engine, report.id, seen=shown(engine, report.id).sha256).is_draft


def test_a_month_that_is_not_over_is_not_approved(engine: Engine) -> None:
    report = begin(engine)
    with pytest.raises(ConflictError, match="2026-10 is not over"):
        approve(engine, report.id, datetime(2026, 10, 31, 12, tzinfo=UTC))


def test_only_what_somebody_answers_for_is_frozen(engine: Engine) -> None:
    with pytest.raises(ConflictError, match="approve the report first"):
        freeze(engine, begin(engine).id)


def test_a_frozen_report_is_served_byte_for_byte_for_ever(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    report = freeze_october(engine)
    before = files(engine, report.id)
    assert before["json"] == pack_content(report.content)[0].encode()
    assert pack_content(report.content)[1] == report.sha256
    change_everything(engine)
    monkeypatch.setattr(report_files, "_WRITERS", {})  # not even a new version's templates are asked
    assert files(engine, report.id) == before
    with reading(engine) as session:
        assert set(list_file_hashes(session, report.id)) == set(FORMS)


def test_nothing_of_a_frozen_report_changes(engine: Engine) -> None:
    report = freeze_october(engine)
    with transaction(engine) as session:
        for change in (
            lambda: withdraw_approval(session, report.id, AFTER),
            lambda: withdraw_decision(session, report.id, EXPORT, AFTER),
            lambda: save_report(session, report),
        ):
            with pytest.raises(ConflictError, match="frozen"):
                change()
    with pytest.raises(ConflictError, match="frozen"):
        decide(engine, report.id, EXPORT)
    assert freeze(engine, report.id, LATER) == report


def test_what_an_older_version_published_gets_its_files_once(engine: Engine) -> None:
    report = freeze_october(engine)
    with transaction(engine) as session:
        session.query(ReportFileRow).delete()
    first = files(engine, report.id)
    with reading(engine) as session:
        assert find_report_file(session, report.id, "html") == first["html"]


def test_decisions_and_owners_are_part_of_what_is_frozen(engine: Engine) -> None:
    report = begin(engine)
    decide(engine, report.id, EXPORT, "Look into it", "Ana")
    approved = approve(engine, report.id)
    changed = decide(engine, report.id, EXPORT, "  Queue exports ", "Ben")
    assert changed.sha256 != approved.sha256
    assert pack_content(changed.content)[1] == changed.sha256
    frozen = freeze(engine, report.id)
    (row,) = frozen.content["decisions"]
    assert (row["theme_id"], row["decision"], row["owner"], row["decided_by"]) == (EXPORT, "Queue exports", "Ben", "Ana")
    kept = files(engine, report.id)
    for form in ("html", "md", "json"):
        assert b"Queue exports" in kept[form]


def test_a_decision_is_on_a_theme_to_decide_on_and_says_something(engine: Engine) -> None:
    report = begin(engine)
    with pytest.raises(NotFoundError, match="no theme"):
        decide(engine, report.id, theme_id("login"))
    for decision, owner, words in (("  ", "Ana", "decision"), ("Do it", "", "owner"), ("x" * 2_001, "Ana", "2,000 characters")):
        with pytest.raises(InputError, match=words):
            decide(engine, report.id, EXPORT, decision, owner)
    decide(engine, report.id, EXPORT)
    with transaction(engine) as session:
        assert withdraw_decision(session, report.id, EXPORT, AFTER).decisions == {}
        with pytest.raises(NotFoundError):
            withdraw_decision(session, report.id, EXPORT, AFTER)


def test_a_restatement_is_a_new_report_that_says_what_changed_and_why(engine: Engine) -> None:
    old = freeze_october(engine)
    before = files(engine, old.id)
    change_everything(engine)
    with transaction(engine) as session:
        draft = restate_report(session, old.id, "Tickets came late", "Ana", LATER)
    assert (draft.version, draft.restates, draft.id != old.id) == (2, old.id, True)
    with reading(engine) as session:
        standing = find_report(session, OCTOBER)
    assert standing == old  # until the restatement is frozen
    approve(engine, draft.id, LATER)
    new = freeze(engine, draft.id, LATER)
    changed = {row["figure"]: (row["then"], row["now"]) for row in new.content["changes"]["figures"]}
    assert changed["Feedback items in the window"] == ("23", "43")
    assert "ARR" not in changed
    (theme,) = new.content["changes"]["themes"]
    assert (theme["label"], theme["now_label"]) == ("export trouble", "Quite another name")
    assert {"figure": "mentions", "then": "19", "now": "39"} in theme["figures"]
    assert any("19 mentions then, 39 now" in reason for reason in theme["reasons"])
    for form in ("html", "md"):
        assert b"Tickets came late" in files(engine, new.id)[form]
    assert files(engine, old.id) == before
    with reading(engine) as session:
        assert find_report(session, OCTOBER) == new
        assert [r.version for r in list_versions(session, OCTOBER)] == [2, 1]


def test_only_the_latest_frozen_report_is_restated_and_with_a_reason(engine: Engine) -> None:
    draft = begin(engine)

    def restate(report_id: str, reason: str = "late tickets") -> str:
        with transaction(engine) as session:
            return restate_report(session, report_id, reason, "Ana", LATER).id

    with pytest.raises(ConflictError, match="only a frozen report"):
        restate(draft.id)
    old = freeze_october(engine)
    with pytest.raises(InputError, match="reason"):
        restate(old.id, " ")
    restate(old.id)
    with pytest.raises(ConflictError, match="version 2 restates it already"):
        restate(old.id)


def test_no_report_holds_who_wrote_the_feedback(engine: Engine) -> None:
    evil = [item(f"p{n}", f"the export fails, ask hidden.person@mail.example or +49 170 1234567, number {n}", f"A-{n}", day="2026-10-25") for n in (1, 2, 3)]
    import_rows(engine, "feedback", evil, reporting_currency="USD")
    publish(engine, 2)
    review = ReportKey.of_review(account_key("A-1"), "2026-Q4")
    for report in (freeze_october(engine), begin(engine, review)):
        kept = files(engine, report.id)
        for form in ("html", "md", "json"):
            text = kept[form].decode()
            assert "export" in text
            for personal in ("Mia Beck", "mia@writer.example", "hidden.person", "1234567"):
                assert personal not in text
        assert "author" not in json.loads(kept["json"])


def test_a_report_that_nobody_began_is_not_there(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NotFoundError):
        get_report(session, OCTOBER.report_id())


def test_every_step_stands_in_the_audit_log(engine: Engine) -> None:
    report = begin(engine)
    decide(engine, report.id, EXPORT)
    approve(engine, report.id)
    freeze(engine, report.id)
    freeze(engine, report.id)
    with reading(engine) as session:
        noted = [change for _, change in list_changes(session, 10, noun_ids=[report.id])]
    assert [change.after.get("state") for change in reversed(noted)] == ["draft", None, "approved", "frozen"]
    assert noted[2].after["decisions"] == {EXPORT: "Queue exports (Ben)"}


def test_a_months_accounts_at_risk_are_those_of_its_end_by_a_persons_word_first(engine: Engine) -> None:
    """What was said after the month is not its report's; what was withdrawn after it still is."""

    def say(account: str, day: datetime) -> None:
        with transaction(engine) as session:
            override_health(session, account_key(account), "at_risk", None, "Their sponsor left.", datetime(2027, 1, 1, tzinfo=UTC), "Ana", day)

    say("A-2", datetime(2026, 10, 20, tzinfo=UTC))
    say("A-3", datetime(2026, 11, 1, 9, tzinfo=UTC))
    with transaction(engine) as session:
        withdraw_override(session, account_key("A-2"), "Ana", datetime(2026, 11, 1, 10, tzinfo=UTC))
    at_risk = {row["id"] for row in shown(engine, begin(engine).id).content["at_risk"]}
    assert account_key("A-2") in at_risk and account_key("A-3") not in at_risk
