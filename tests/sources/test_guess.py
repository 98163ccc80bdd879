"""What columns may be, by their names and by what they hold."""

import pytest

from voc.sources.mapping.guess import guess_fields, guess_kind
from voc.sources.registry import KINDS

LONG = ["The export of long lists dies every day", "Please let us sign in with our own accounts"]


def fields(kind: str, **columns: list[str]) -> dict[str, str]:
    return guess_fields(KINDS[kind], columns)


def test_columns_are_known_by_what_they_hold() -> None:
    found = fields("feedback", a=["m@x.example", "t@y.example"], b=["03/04/2026", "05/04/2026"], c=["9", "7"], d=["x-1", "x-2"], e=["yes", "no"], f=LONG)
    assert found == {"a": "author_email", "b": "occurred_at", "c": "rating", "d": "external_id", "f": "text"}


def test_a_column_that_counts_the_rows_is_their_id_and_no_rating() -> None:
    assert fields("feedback", nth=["1", "2", "3"], stars_given=["2", "1", "3"]) == {"nth": "external_id", "stars_given": "rating"}


def test_the_longest_words_are_the_text() -> None:
    assert fields("feedback", short=["it is quite slow for all of us", "we like it well enough today"], long=LONG)["long"] == "text"


def test_names_go_before_what_columns_hold() -> None:
    assert fields("feedback", Comment=["slow", "ok"], other=LONG) == {"Comment": "text"}
    assert fields("accounts", Company=["Alder", "Birch"], ACV=["1,200", "2,400"], Website=["alder.example", "birch.example"]) == {
        "Company": "name", "ACV": "arr", "Website": "domain",
    }  # fmt: skip


def test_a_name_does_not_count_where_the_column_holds_something_else() -> None:
    assert fields("feedback", created=["Mia", "Tom Ash"], email=["none", "none"], id=["1", "1"]) == {}


def test_a_column_that_is_called_as_a_field_is_it_and_nothing_else_becomes_it() -> None:
    assert fields("feedback", text=["a", "b"], Comment=LONG) == {}


def test_accounts_are_known_by_their_content_too() -> None:
    assert fields("accounts", a=["A-1", "B-2"], b=["Alder Ltd", "Birch Inc"], c=["$12,000", "$9,500.50"], d=["alder.example", "birch.example"]) == {
        "a": "account_id", "b": "name", "c": "arr", "d": "domain",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"Comment": LONG}, "feedback"),
        ({"score": ["9", "7"]}, "feedback"),
        ({"text": ["dies"], "nr": ["100", "250"]}, "feedback"),
        ({"Company": ["Alder"], "MRR": ["5"], "Notes": LONG}, "accounts"),
        ({"who": ["Alder", "Birch"], "what": ["1,200.00", "7,300.00"]}, "accounts"),
        ({}, "feedback"),
    ],
)
def test_words_are_feedback_and_amounts_are_accounts(columns: dict[str, list[str]], kind: str) -> None:
    assert guess_kind(columns) == kind


def test_kinds_without_guesses_have_none() -> None:
    assert fields("fx", a=["EUR"], b=["1.08"]) == {}
