from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.usecases.company import add_feedback, item
from voc.db.session import reading
from voc.db.tables import SnippetRow
from voc.engine.parser import find_parser
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.refresh.split_feedback import split_feedback

CALL = "Ana Lima: We shipped the filters.\nEva Stein: The export still fails.\nAna Lima: Noted.\nEva Stein: Guests cannot log in."


def quiet(done: int, total: int) -> None:
    """Tell nobody."""


def split(engine: Engine) -> int:
    return split_feedback(engine, quiet)


def snippets(engine: Engine) -> list[SnippetRow]:
    with reading(engine) as session:
        return list(session.scalars(select(SnippetRow).order_by(SnippetRow.feedback_id, SnippetRow.position)))


def texts(engine: Engine) -> list[str]:
    return sorted(s.text for s in snippets(engine))


def test_each_point_of_an_item_becomes_a_snippet(engine: Engine) -> None:
    add_feedback(engine, [item("1", "Hi,\n\nThe export fails at night. The login page is blank.\n\nThanks\nEva", None)])
    assert split(engine) == 1
    assert [(s.position, s.text, s.language) for s in snippets(engine)] == [(0, "The export fails at night.", "en"), (1, "The login page is blank.", "en")]


def test_what_is_split_is_not_split_again(engine: Engine) -> None:
    add_feedback(engine, [item("1", "The export fails at night.", None), item("2", "", None, kind="nps", rating="3", rating_scale="nps")])
    assert split(engine) == 2
    before = texts(engine)
    assert split(engine) == 0
    assert texts(engine) == before


def test_our_own_peoples_tickets_are_not_the_customers_voice(engine: Engine) -> None:
    said: dict[str, Any] = {"author_role": "agent", "author_name": "Ana Lima"}
    add_feedback(engine, [item("1", "We have shipped the new filters today.", None, **said), item("2", "We closed your case.", None, kind="chat", **said)])
    assert split(engine) == 2
    assert texts(engine) == []


def test_a_call_that_one_of_us_wrote_down_is_the_customers_voice(engine: Engine) -> None:
    said: dict[str, Any] = {"author_role": "agent", "author_name": "Ana Lima"}
    notes = "- the export times out on large files\n- admins want an audit log"
    add_feedback(engine, [item("1", CALL, None, kind="call_note", **said), item("2", notes, None, kind="sales_note", **said)])
    split(engine)
    assert texts(engine) == ["Guests cannot log in.", "The export still fails.", "admins want an audit log", "the export times out on large files"]


def test_account_owners_are_known_as_our_own_in_every_call(engine: Engine) -> None:
    account = {"account_id": "A-1", "name": "Alder", "arr": "1", "csm_email": "ana.lima@us.example"}
    import_rows(engine, "accounts", [account], reporting_currency="USD")
    add_feedback(engine, [item("1", CALL.replace("Ana Lima", "Ana"), "A-1", kind="call_note")])
    split(engine)
    assert texts(engine) == ["Guests cannot log in.", "The export still fails."]


def test_a_revision_replaces_the_items_snippets_and_keeps_those_that_stay(engine: Engine) -> None:
    add_feedback(engine, [item("1", "The export fails at night. The login page is blank.", None), item("2", "Invoices are wrong again.", None)])
    split(engine)
    before = {s.text: s.id for s in snippets(engine)}
    add_feedback(engine, [item("1", "The export fails at night. The search finds nothing.", None)])
    assert split(engine) == 1
    after = {s.text: s.id for s in snippets(engine)}
    assert set(after) == {"The export fails at night.", "The search finds nothing.", "Invoices are wrong again."}
    assert all(after[text] == before[text] for text in set(after) & set(before))


def test_a_revision_that_says_nothing_leaves_no_snippet(engine: Engine) -> None:
    add_feedback(engine, [item("1", "The export fails at night.", None)])
    split(engine)
    add_feedback(engine, [item("1", "Thanks!", None)])
    split(engine)
    assert texts(engine) == []


def test_personal_data_never_reaches_a_snippet(engine: Engine) -> None:
    add_feedback(engine, [item("1", "<p>Invoices go to <b>eva@acme.example</b>, not to +49 170 1234567.</p>", None)])
    split(engine)
    assert texts(engine) == ["Invoices go to [email], not to [phone]."]


def test_a_snippet_can_be_highlighted_in_the_raw_text(engine: Engine) -> None:
    raw = "<p>Hi,</p><p>The <b>export</b> fails &amp; nobody is told. Invoices go to <i>eva</i>@acme.example.</p>"
    add_feedback(engine, [item("1", raw, None)])
    split(engine)
    assert [raw[s.start : s.end] for s in snippets(engine)] == ["The <b>export</b> fails &amp; nobody is told.", "Invoices go to <i>eva</i>@acme.example."]


def test_what_our_side_said_is_kept_beside_the_snippet_with_personal_data_hidden(engine: Engine) -> None:
    call = "Agent: Shall we write to eva@acme.example?\nCustomer: The export still fails.\nAgent: Noted.\nCustomer: Guests cannot log in."
    add_feedback(engine, [item("1", call, None, kind="call_note")])
    split(engine)
    assert [s.context for s in snippets(engine)] == ["Shall we write to [email]?", "Noted."]


def test_a_subject_beside_the_text_is_context_or_where_the_text_says_nothing_the_point(engine: Engine) -> None:
    said = [
        item("1", "Hi, it times out for large files.", None, subject="CSV export"),
        item("2", "Please help!", None, subject="Cannot reset the password of eva@acme.example"),
        item("3", "Subject: Guests\n\nThe login page is blank.", None, subject="Guests"),
    ]
    add_feedback(engine, said)
    split(engine)
    found = {(s.text, s.context, s.start == s.end) for s in snippets(engine)}
    assert found == {
        ("it times out for large files.", "CSV export", False),
        ("Cannot reset the password of [email]", None, True),
        ("The login page is blank.", "Guests", False),
    }


def test_a_snippet_that_has_moved_within_its_item_is_told_so(engine: Engine) -> None:
    add_feedback(engine, [item("1", "The export fails at night.", None)])
    split(engine)
    raw = "<p>Hello,</p><p>The export fails at night.</p>"
    add_feedback(engine, [item("1", raw, None)])
    split(engine)
    assert [raw[s.start : s.end] for s in snippets(engine)] == ["The export fails at night."]


def test_the_language_is_the_sources_word_else_the_texts(engine: Engine) -> None:
    add_feedback(
        engine,
        [item("1", "Der Export schlägt jede Nacht fehl.", None), item("2", "The export fails.", None, language="sv"), item("3", "kaputt", None, kind="nps")],
    )
    split(engine)
    assert {s.text: s.language for s in snippets(engine)} == {"Der Export schlägt jede Nacht fehl.": "de", "The export fails.": "sv", "kaputt": "en"}


def test_a_point_in_another_language_than_the_rest_of_its_item_is_marked(engine: Engine) -> None:
    raw = "Hi,\n\nthe export fails every night and we lose a day.\n\nMein Kollege schreibt dazu: Der Bericht ist seit Montag leer und niemand weiß warum."
    add_feedback(engine, [item("1", raw, None), item("2", "Invoices are wrong again this month.", None, language="en-GB")])
    split(engine)
    assert sorted(s.language for s in snippets(engine)) == ["de", "en", "en"]


def test_all_batches_are_split_and_told(engine: Engine) -> None:
    add_feedback(engine, [item(str(n), f"The export number {n} fails.", None) for n in range(5)])
    told: list[tuple[int, int]] = []
    assert split_feedback(engine, lambda done, total: told.append((done, total)), batch=2) == 5
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert len(texts(engine)) == 5


def test_a_companys_own_rules_hide_and_a_changed_rule_splits_again(engine: Engine) -> None:
    add_feedback(engine, [item("1", "Case CUST-123456 still waits for the export.", None)])
    split(engine)
    assert texts(engine) == ["Case CUST-123456 still waits for the export."]
    rules = r"case_id=\bCUST-\d{6}\b"
    assert split_feedback(engine, quiet, rules) == 1
    assert texts(engine) == ["Case [case_id] still waits for the export."]
    assert split_feedback(engine, quiet, rules) == 0
    assert split(engine) == 1
    assert texts(engine) == ["Case CUST-123456 still waits for the export."]


@pytest.mark.skipif(find_parser() is None, reason="the extra english is not installed")
def test_names_go_from_points_where_that_is_asked_for_and_speakers_are_still_told_apart(engine: Engine) -> None:
    account = {"account_id": "A-1", "name": "Sarah Jones", "arr": "1", "csm_email": "ana.lima@us.example"}
    import_rows(engine, "accounts", [account], reporting_currency="USD")
    call = CALL.replace("Guests cannot log in.", "I spoke to Tom Hanley from support about guests. The plan of Sarah Jones is wrong.")
    add_feedback(engine, [item("1", call, "A-1", kind="call_note")])
    split_feedback(engine, quiet, hide_names=True)
    assert texts(engine) == ["I spoke to [name] from support about guests.", "The export still fails.", "The plan of Sarah Jones is wrong."]
