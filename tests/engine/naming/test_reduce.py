import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.labels import LONGEST_LABEL, SHORTEST_LABEL
from voc.engine.naming.parse import parse
from voc.engine.naming.reduce import reduce_sentence
from voc.engine.parser import find_parser

needs_parser = pytest.mark.skipif(find_parser() is None, reason="the extra english is not installed")
words = st.sampled_from("we can't the export of invoices fails , need to without no offline mode it that who is broken Acme [email] 2025 would by hand".split())


def statements(text: str) -> dict[str, str]:
    """The statements of a text with their kinds."""
    return {found.text: found.kind for doc in parse([text]) for found in reduce_sentence(doc)}


@needs_parser
@pytest.mark.parametrize(
    ("said", "statement", "kind"),
    [
        ("Honestly, our app doesn't save the entries.", "app doesn't save the entries", "clause"),
        ("I can't attach the drawings.", "Can't attach the drawings", "cannot"),
        ("We would like an undo button.", "Need an undo button", "wish"),
        ("The auditors want a change log.", "Need a change log", "wish"),
        ("There is no offline mode.", "no offline mode", "absence"),
        ("We work without a budget alert.", "No budget alert", "absence"),
        ("We are logged out again.", "logged out again", "undergone"),
        ("Please add a trash bin.", "add a trash bin", "ask"),
    ],
)
def test_a_sentence_is_reduced_to_what_it_wants_or_suffers(said: str, statement: str, kind: str) -> None:
    assert statements(said).get(statement) == kind


@needs_parser
@pytest.mark.parametrize("said", ["It never works.", "This breaks the export.", "They said that they know.", "That is what we need."])
def test_what_leans_on_another_sentence_states_nothing_as_a_clause(said: str) -> None:
    assert "clause" not in statements(said).values()


@needs_parser
def test_a_negation_is_never_lost() -> None:
    assert not any(text.lower() in ("invoices reach xero", "can reach xero") for text in statements("The invoices do not reach Xero."))


@needs_parser
@pytest.mark.parametrize("said", ["Are exports finished for the week?", "Does the portal show invoices?"])
def test_a_question_is_no_statement_of_its_verb(said: str) -> None:
    assert "clause" not in statements(said).values()


@needs_parser
def test_what_a_wished_for_thing_does_is_not_told_as_if_it_did() -> None:
    assert "role hides our rates" not in statements("We need a role that hides our rates.")


@needs_parser
def test_a_number_that_a_noun_needs_is_not_dropped() -> None:
    assert not any("beyond cards" in text for text in statements("The board is slow beyond 300 cards."))


@needs_parser
def test_an_article_follows_the_word_that_it_now_stands_before() -> None:
    assert "Need a log" in statements("We need an old log.")


@given(st.one_of(st.text(max_size=120), st.lists(words, max_size=14).map(" ".join)))
def test_whatever_is_said_statements_are_short_and_plain(text: str) -> None:
    for statement in statements(text):
        assert SHORTEST_LABEL <= len(statement.split()) <= LONGEST_LABEL
        assert "[" not in statement and "@" not in statement
