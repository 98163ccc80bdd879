from datetime import UTC, date, datetime

import pytest

from voc.domain.accounts import Feature
from voc.domain.review import CLOSED, OWN_ASK, judge_outcome, name_ask

ASKED, AS_OF = datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 9, 30, 23, tzinfo=UTC)


def feature(released_on: date | None, status: str = "released") -> Feature:
    return Feature("f", "Bulk export", "exports much", status, None, released_on, None)


@pytest.mark.parametrize(
    ("status", "found", "outcome"),
    [
        ("new", feature(date(2026, 5, 1)), "released"),
        ("declined", feature(date(2026, 5, 1)), "released"),
        ("new", feature(date(2019, 1, 1)), "there"),
        ("new", feature(date(2026, 10, 1)), "open"),
        ("new", feature(None, "planned"), "planned"),
        ("shipped", None, "shipped"),
        ("declined", None, "declined"),
        ("in_progress", None, "in_progress"),
        ("new", None, "open"),
    ],
)
def test_what_became_of_an_ask(status: str, found: Feature | None, outcome: str) -> None:
    assert judge_outcome(status, found, ASKED, AS_OF) == outcome


def test_what_was_there_before_it_was_asked_for_is_still_to_be_shown() -> None:
    assert "there" not in CLOSED


def test_a_theme_of_few_accounts_is_not_named() -> None:
    assert name_ask("Export", 3) == "Export"
    assert name_ask("Export", 2) == OWN_ASK
