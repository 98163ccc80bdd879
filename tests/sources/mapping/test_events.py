"""Single events as weekly signals."""

from collections import Counter
from typing import Any

from voc.sources.mapping.events import count_events
from voc.sources.mapping.profile import Events
from voc.sources.mapping.records import Record

SAID = Events(account="account", user=["user", "device"], at="at", event="event")


def event(account: str | None, user: str, at: str, name: str = "Map Opened", **more: Any) -> dict[str, Any]:
    return {"account": account, "user": user, "at": at, "event": name, **more}


def count(*events: dict[str, Any]) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    skipped: Counter[str] = Counter()
    rows = list(count_events((Record.of(1, "", one) for one in events), SAID, skipped))
    return [tuple(row.values[name] for name in ("account_id", "signal", "observed_on", "value")) for row in rows], dict(skipped)


def test_the_distinct_users_of_an_account_are_counted_each_week_which_ends_on_sunday() -> None:
    found, _ = count(
        event("A", "m", "2026-09-07"),
        event("A", "m", "2026-09-13 23:00"),
        event("A", "n", "1788852600"),
        event("A", "m", "2026-09-14"),
        event("B", "p", "2026-09-16"),
    )
    assert found == [("A", "active_users", "2026-09-13", "2"), ("A", "active_users", "2026-09-16", "1"), ("B", "active_users", "2026-09-16", "1")]


def test_logins_are_counted_by_their_usual_names() -> None:
    names = ["Log in", "Signed In", "user login", "session_start", "Login page seen", "logged out"]
    found, _ = count(*(event("A", "m", "2026-09-08", name) for name in names))
    assert found[1] == ("A", "logins", "2026-09-08", "4")


def test_events_without_an_account_or_a_time_are_counted_as_such() -> None:
    found, skipped = count(event(None, "m", "2026-09-08"), event("A", "m", "some day"), event("A", "", "2026-09-08", device="d"))
    assert (found, skipped) == ([("A", "active_users", "2026-09-08", "1")], {"without an account": 1, "without a time": 1})


def test_no_event_is_no_row() -> None:
    assert count() == ([], {})
