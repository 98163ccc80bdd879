"""Files that belong together, nested."""

from collections import Counter
from typing import Any

from voc.sources.mapping.beside import Beside, find_newest, gathers_by_others, keep_newest
from voc.sources.mapping.profile import Profile, Versions
from voc.sources.mapping.records import Record
from voc.sources.mapping.shelf import Shelf

VERSIONS = Versions(of="id", newest="at")
FILES: dict[str, Any] = {
    "subscriptions": {"columns": ["id"], "key": "id"},
    "customers": {"columns": ["id"], "key": "id", "at": "customer_id"},
    "accounts": {"columns": ["id"], "key": "id", "at": "customers.account"},
    "items": {"columns": ["id"], "key": "subscription_id", "versions": VERSIONS},
    "prices": {"columns": ["id"], "key": "id", "within": "items", "at": "plan_id"},
}
ROWS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "customers": [("c", {"id": "c", "account": "a"})],
    "accounts": [("a", {"id": "a", "name": "Larkspur"})],
    "items": [
        ("s", {"id": "i1", "plan_id": "p", "at": "2026-01-01"}),
        ("s", {"id": "i2", "plan_id": "q"}),
        ("s", {"id": "i1", "plan_id": "q", "at": "2026-02-01"}),
    ],
    "prices": [("p", {"amount": 1}), ("q", {"amount": 2})],
}


def profile(**said: Any) -> Profile:
    return Profile.model_validate({"name": "own", "title": "A", "kind": "arr", "shape": "seen", "files": FILES, **said})


def join(*records: dict[str, Any], left_out: str = "") -> list[Any]:
    shelves = {name: Shelf() for name in FILES if name not in ("subscriptions", left_out)}
    for name, shelf in shelves.items():
        with shelf:
            pass
        shelf.__enter__()
        for key, row in ROWS[name]:
            shelf.put(key, row)
    found = [one.values for one in Beside(profile(), shelves).join(Record.of(1, "", one) for one in records) if isinstance(one, Record)]
    for shelf in shelves.values():
        shelf.__exit__(None, None, None)
    return found


def test_a_record_gets_the_rows_of_the_other_files_and_these_the_rows_that_belong_to_them() -> None:
    (found,) = join({"id": "s", "customer_id": "c"})
    assert (found["customers"], found["accounts"]) == ([{"id": "c", "account": "a"}], [{"id": "a", "name": "Larkspur"}])
    assert [(item["id"], item["prices"]) for item in found["items"]] == [("i1", [{"amount": 2}]), ("i2", [{"amount": 2}])]


def test_a_record_without_a_key_or_a_file_that_is_not_there_has_none() -> None:
    (found,) = join({"id": "t", "customer_id": ""}, left_out="accounts")
    assert (found["items"], "customers" in found, "accounts" in found) == ([], False, False)


def test_ids_meet_however_they_are_spelled() -> None:
    (found,) = join({"id": '="s"', "customer_id": "c"})
    assert len(found["items"]) == 2


def test_the_newest_of_several_versions_counts_and_the_last_of_equal_ones() -> None:
    rows = [{"id": 1, "at": "2026-02-01", "n": 1}, {"id": 1, "at": "2026-01-01", "n": 2}, {"id": 2, "n": 3}, {"id": 2, "n": 4}, {"n": 5}, {"n": 6}]
    assert [one["n"] for one in find_newest([Record.of(0, "", row) for row in rows], VERSIONS)] == [1, 4, 5, 6]


def test_older_versions_of_the_main_file_are_counted() -> None:
    skipped: Counter[str] = Counter()
    records = [
        Record.of(line, f"raw {line}", {"id": key, "at": at})
        for line, (key, at) in enumerate([("a", "2026-01-01"), ("b", ""), ("a", "2026-02-01"), (None, "x"), (None, "x")])
    ]
    with Shelf() as shelf:
        found = [one for one in keep_newest(records, VERSIONS, shelf, skipped) if isinstance(one, Record)]
    assert [(one.line, one.raw, one.values["id"]) for one in found] == [(2, "raw 2", "a"), (1, "raw 1", "b"), (3, "raw 3", None), (4, "raw 4", None)]
    assert skipped == {"an older version": 1}


def test_rows_are_joined_before_they_are_gathered_where_what_they_share_stands_in_another_file() -> None:
    assert gathers_by_others(profile(gather={"by": ["customers.account", "customer_id"], "into": "all"}))
    assert not gathers_by_others(profile(gather={"by": "customer_id", "into": "all"}))
    assert not gathers_by_others(profile())
