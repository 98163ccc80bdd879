from datetime import date
from typing import Any

import pytest

from voc.domain.feedback import FeedbackItem
from voc.errors import RowError
from voc.sources.problems import Problems
from voc.sources.registry import KINDS, Defaults
from voc.sources.rows import SourceRow
from voc.sources.settling.cells import Settled
from voc.sources.settling.ids import read_id, read_reference
from voc.sources.settling.rows import read_row
from voc.sources.settling.vocabulary import read_rating, read_word

ITEM = {"source": "zendesk", "external_id": "1", "kind": "ticket", "occurred_at": "2026-10-31", "text": "The export fails."}


def read(kind: str, values: dict[str, Any]) -> tuple[Any, Problems]:
    left_out, settled = Problems(), Settled(KINDS[kind])
    settled.see(values)
    return read_row(SourceRow(1, "", values), settled, Defaults("USD", date(2026, 11, 1)), left_out.add), left_out


def item(**values: Any) -> FeedbackItem:
    found, _ = read("feedback", ITEM | values)
    assert isinstance(found, FeedbackItem), found
    return found


def test_a_bad_cell_that_nobody_needs_costs_itself_alone() -> None:
    found, left_out = read("feedback", ITEM | {"rating": "90%", "url": "see mail", "author_email": "Ana"})
    assert isinstance(found, FeedbackItem)
    assert {problem.column for problem in left_out} == {"rating", "url", "author_email"}
    assert found.text == "The export fails."


@pytest.mark.parametrize("bad", [{"occurred_at": "soon"}, {"external_id": ""}, {"text": "  "}])
def test_a_bad_cell_that_is_needed_costs_the_row(bad: dict[str, str]) -> None:
    found, left_out = read("feedback", ITEM | bad)
    assert isinstance(found, RowError)
    assert not left_out


def test_an_amount_never_loses_its_currency() -> None:
    account = {"account_id": "a", "name": "A", "arr": "5", "currency": "QQQ"}
    assert isinstance(read("accounts", account)[0], RowError)
    found, left_out = read("accounts", account | {"arr": "5 EUR", "currency": "USD"})
    assert (found.arr, found.currency, [problem.column for problem in left_out]) == (None, "USD", ["arr"])
    assert read("accounts", {"account_id": "a", "name": "A", "arr": "1.250,00 EUR"})[0].currency == "EUR"


@pytest.mark.parametrize(
    ("cell", "rating", "scale"),
    [("4/5", "4", "csat5"),
        ("5 - Very satisfied", "5", None), ("★★★★☆", "4", "csat5"), ("Extremely Unhappy", "1", "csat5"), ("9", "9", None),
        ("3 out of 5", "3", "csat5")],
)  # fmt: skip
def test_a_rating_is_read_as_systems_write_it(cell: str, rating: str, scale: str | None) -> None:
    found = item(kind="csat", rating=cell)
    assert (str(found.rating), found.rating_scale) == (f"{rating}.00", scale)


@pytest.mark.parametrize("cell", ["Offered", "Unoffered", "-", "n/a"])
def test_a_rating_may_be_none(cell: str) -> None:
    assert read_rating(cell) is None
    assert item(rating=cell).rating is None


def test_a_review_of_stars_alone_is_kept() -> None:
    assert item(kind="review", text="", rating="2").text == ""


@pytest.mark.parametrize(
    ("field", "cell", "word"),
    [
        ("stage", "Closed Won", "won"), ("stage", "closedlost", "lost"), ("stage", "Negotiation/Review", "open"), ("status", "Cancelled", "churned"),
        ("status", "customer", "active"), ("kind", "Case", "ticket"), ("author_role", "end-user", "customer"),
        ("author_role", "Team_member", "agent"), ("kind", "poem", "poem"),
    ],
)  # fmt: skip
def test_the_words_of_the_systems_are_known(field: str, cell: str, word: str) -> None:
    assert read_word(field, cell) == word


@pytest.mark.parametrize(
    ("cell", "found"),
    [('="001"', "001"), ("123.0", "123"), ("0015500000AbCdEAAV", "0015500000AbCdE"), ("0015500000AbCdE", "0015500000AbCdE"),
        ("0015500000AbCdEXXX", "0015500000AbCdEXXX")],
)  # fmt: skip
def test_an_id_is_one_however_it_was_exported(cell: str, found: str) -> None:
    assert read_id(cell) == found


def test_of_several_ids_in_a_cell_the_first_is_the_accounts() -> None:
    assert read_reference("88123; 88124") == "88123"


@pytest.mark.parametrize(
    ("cells", "last"),
    [
        (["export vip billing", "sso"], ("sso",)),
        (["export vip billing", "export vip"], ("export", "vip")),
        (["export, vip", "feature request"], ("feature request",)),
        (["feature request", "bug"], ("bug",)),
        (["feature request"], ("feature request",)),
        (["Needs Product Review", "needs product review"], ("needs product review",)),
    ],
)
def test_spaces_part_tags_where_the_column_has_no_mark_and_a_cell_more_words_than_a_tag(cells: list[str], last: tuple[str, ...]) -> None:
    settled = Settled(KINDS["feedback"])
    for cell in cells:
        settled.see(ITEM | {"tags": cell})
    found = read_row(SourceRow(1, "", ITEM | {"tags": cells[-1]}), settled, Defaults("USD", date(2026, 11, 1)), Problems().add)
    assert found.tags == last


def test_good_and_bad_are_a_scale_of_their_own() -> None:
    assert (item(rating="bad").rating, item(rating="Good").rating_scale) == (0, "good_bad")


def test_the_systems_words_are_read_in_a_kinds_own_fields_alone() -> None:
    assert item(status="closed", stage="Proposal").attributes == {"status": "closed", "stage": "Proposal"}
    account, _ = read("accounts", {"account_id": "a", "name": "A", "status": "closed", "kind": "support", "rating": "4/5", "tags": "one two", "stage": "New"})
    assert account.status == "churned"
    assert account.attributes == {"kind": "support", "rating": "4/5", "tags": "one two", "stage": "New"}
    feature, left_out = read("catalogue", {"feature_id": "f", "name": "F", "description": "It is there.", "status": "live"})
    assert (feature.status, [problem.column for problem in left_out]) == ("released", ["status"])


@pytest.mark.parametrize(
    ("said", "stage"),
    [("Closed - Lost to competitor", "lost"), ("Geschlossene und gewonnene", "won"), ("Closed Won (Pipeline)", "won"), ("Perdida", "lost"),
        ("Abgeschlossen - verloren", "lost"), ("Fermée/Gagnée", "won"), ("Cierre ganado", "won"), ("CLOSED_LOST", "lost"), ("closedwon", "won"),
        ("Win", "won"), ("Closed (Lost)", "lost"), ("Nicht gewonnen", "lost"), ("Omitted", "lost"),
        ("Path to win", "open"), ("Qualified (Lost customers)", "open"), ("Won't decide before May", "open"), ("Won/Lost", "open"), ("Not lost yet", "open"),
        ("Closed", "open"), ("Negotiation", "open"), ("Lostock visit", "open"), ("(won)", "open"), ("提案", "open")],
)  # fmt: skip
def test_a_stage_is_closed_by_the_words_in_it(said: str, stage: str) -> None:
    assert read_word("stage", said) == stage
