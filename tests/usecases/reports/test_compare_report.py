"""A frozen report beside what it would say now, with the reason for each change."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.api.company import item, publish, rank_company, theme_id
from voc.db.assignments import list_members
from voc.db.reports import get_report
from voc.db.session import reading, transaction
from voc.domain.ids import derive_id
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.place_snippet import place_snippet
from voc.usecases.curating.undo_decision import undo_decision
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.reports.compare_report import compare_report
from voc.usecases.reports.publish_report import publish_report

EXPORT, LOGIN, INVOICE = theme_id("export"), theme_id("login"), theme_id("invoice")
REPORT = derive_id("rep", "2026-10")


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


@pytest.fixture(autouse=True)
def published(engine: Engine) -> None:
    """The report of October, in which only the exports have accounts enough to be named."""
    rank_company(engine)
    assert not publish_report(engine, "2026-10", day(2), "USD").is_draft


def restated(engine: Engine) -> Mapping[str, Any]:
    with reading(engine) as session:
        (theme,) = compare_report(session, REPORT)["themes"]
    found: Mapping[str, Any] = theme
    return found


def test_where_nothing_happened_nothing_changed(engine: Engine) -> None:
    theme = restated(engine)
    assert (theme["id"], theme["now_id"], theme["reasons"]) == (EXPORT, EXPORT, ["nothing changed"])
    assert theme["then"] == theme["restated"] == theme["now"]


def test_a_merge_is_followed_and_told_with_who_when_and_how_many(engine: Engine) -> None:
    with reading(engine) as session:
        frozen = get_report(session, REPORT)
    with transaction(engine) as session:
        merge_themes(session, LOGIN, [EXPORT], "Ana", day(3))
    publish(engine, 2, started=day(4), decided=True)
    theme = restated(engine)
    assert (theme["now_id"], theme["now_label"]) == (LOGIN, "login trouble")
    assert (theme["then"]["mentions"], theme["restated"]["mentions"]) == (4, 7)
    assert theme["reasons"] == [
        "merged into login trouble on Nov 4, 2026 by Ana: 4 of its 4 snippets",
        "4 mentions then, 7 now, of the same time: feedback that came in late or was placed anew is in them",
    ]
    with reading(engine) as session:
        assert get_report(session, REPORT) == frozen


def test_an_undone_merge_leaves_both_events_and_the_old_figures(engine: Engine) -> None:
    with transaction(engine) as session:
        (made,) = merge_themes(session, LOGIN, [EXPORT], "Ana", day(3))
    publish(engine, 2, started=day(4), decided=True)
    with transaction(engine) as session:
        undo_decision(session, made.decision.id, "merge", "Ben", day(5))
    publish(engine, 3, started=day(6), decided=True)
    theme = restated(engine)
    assert theme["then"]["mentions"] == theme["restated"]["mentions"]
    assert theme["reasons"][:2] == [
        "merged into login trouble on Nov 4, 2026 by Ana: 4 of its 4 snippets",
        "brought back on Nov 6, 2026 by Ben: 4 snippets, 4 of them from login trouble",
    ]


def test_what_others_brought_into_a_theme_is_among_its_reasons(engine: Engine) -> None:
    with transaction(engine) as session:
        merge_themes(session, EXPORT, [INVOICE], "Ana", day(3))
        run_id = derive_id("run", "1")
        place_snippet(session, list_members(session, run_id, LOGIN)[0], EXPORT, "Ben", day(3))
        edit_theme(session, EXPORT, {"label": "Exports die"}, "Cleo", day(3))
    publish(engine, 2, started=day(4), decided=True)
    theme = restated(engine)
    assert (theme["label"], theme["now_label"], theme["restated"]["mentions"]) == ("export trouble", "Exports die", 6)
    assert theme["reasons"][:3] == [
        "renamed on Nov 3, 2026 by Cleo: export trouble is Exports die now",
        "invoice trouble was merged into Exports die on Nov 4, 2026 by Ana: 1 of its 1 snippet",
        "Ben moved 1 snippet here",
    ]


def test_a_dismissed_theme_is_in_no_ranking_and_says_who_dismissed_it(engine: Engine) -> None:
    with transaction(engine) as session:
        dismiss_theme(session, EXPORT, "Ana", day(3))
    publish(engine, 2, started=day(4), decided=True)
    theme = restated(engine)
    assert (theme["now_id"], theme["restated"], theme["now"]) == (None, None, None)
    assert theme["reasons"][0] == "dismissed on Nov 4, 2026 by Ana: it had 4 snippets, none of them in other themes now"


def test_feedback_that_came_in_late_is_told_as_such(engine: Engine) -> None:
    import_rows(engine, "feedback", [item("late", "the export again", "A-5", day="2026-10-30")], reporting_currency="USD")
    publish(engine, 2)
    theme = restated(engine)
    assert (theme["then"]["accounts"], theme["restated"]["accounts"]) == (3, 4)
    assert theme["reasons"] == ["4 mentions then, 5 now, of the same time: feedback that came in late or was placed anew is in them"]
