"""What people decide of snippets and themes: made, answered, applied by the next run, undone."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine

from tests.api.company import members, rank_company, theme_id
from voc.db.jobs import count_jobs
from voc.db.session import reading
from voc.domain.roles import Role
from voc_api import schemas

EXPORT, LOGIN, INVOICE = theme_id("export"), theme_id("login"), theme_id("invoice")


@pytest.fixture(autouse=True)
def ranked(engine: Engine) -> None:
    rank_company(engine, "ranked now", started=datetime.now(UTC))


def put(client: TestClient, snippet: str, theme: str | None) -> Response:
    return client.put(f"/api/v1/snippets/{snippet}/theme", json={"theme_id": theme})


def post(client: TestClient, theme: str, what: str, **body: Any) -> Response:
    return client.post(f"/api/v1/themes/{theme}/{what}", json=body)


def accepted(answer: Response) -> Any:
    assert answer.status_code == 202, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"/api/v1/jobs/{made['job_id']}"
    return made


def refused(answer: Response, status: int, *words: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(word in answer.json()["detail"] for word in words), answer.json()["detail"]


def test_a_moved_snippet_is_where_the_person_put_it_until_that_is_undone(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    snippet = members(engine, EXPORT)[0]
    made = accepted(put(client, snippet, LOGIN))
    schemas.DecisionMade.model_validate(made)
    assert (made["kind"], made["snippet_id"], made["theme_id"], made["made_by"]) == ("move", snippet, LOGIN, "pm")
    refresh()
    refresh()
    assert snippet in members(engine, LOGIN)
    undone = accepted(client.delete(f"/api/v1/snippets/{snippet}/theme"))
    assert (undone["id"], undone["undone_by"]) == (made["id"], "pm")
    refresh()
    assert snippet not in members(engine, LOGIN)
    refused(client.delete(f"/api/v1/snippets/{snippet}/theme"), 404, snippet)


def test_the_theme_that_a_snippet_is_in_confirms_it(client: TestClient, engine: Engine) -> None:
    snippet = members(engine, EXPORT)[0]
    assert accepted(put(client, snippet, EXPORT))["kind"] == "confirm"


def test_a_snippet_can_be_put_in_no_theme_and_back(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    snippet = members(engine, EXPORT)[0]
    assert accepted(put(client, snippet, None))["theme_id"] is None
    refresh()
    assert snippet not in members(engine, EXPORT)
    assert accepted(put(client, snippet, EXPORT))["kind"] == "move"
    refresh()
    assert snippet in members(engine, EXPORT)


def test_saying_the_same_again_changes_nothing_and_something_else_replaces_it(client: TestClient, engine: Engine) -> None:
    snippet = members(engine, EXPORT)[0]
    first = accepted(put(client, snippet, LOGIN))
    again = put(client, snippet, LOGIN)
    assert (again.status_code, again.json()["id"], again.json()["job_id"]) == (200, first["id"], None)
    accepted(client.put(f"/api/v1/snippets/{snippet}/ignored"))
    assert client.put(f"/api/v1/snippets/{snippet}/ignored").status_code == 200
    refused(client.delete(f"/api/v1/snippets/{snippet}/theme"), 404)
    said = client.get("/api/v1/decisions").json()["data"]
    assert [(d["kind"], d["undone_by"]) for d in said] == [("ignore", None), ("move", "pm")]


def test_an_ignored_snippet_counts_nowhere_until_it_is_to_count_again(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    snippet = members(engine, EXPORT)[0]
    accepted(client.put(f"/api/v1/snippets/{snippet}/ignored"))
    refresh()
    assert client.get(f"/api/v1/themes/{EXPORT}").json()["mentions"] == 3
    assert accepted(client.delete(f"/api/v1/snippets/{snippet}/ignored"))["kind"] == "ignore"
    refused(client.delete(f"/api/v1/snippets/{snippet}/ignored"), 404)


def test_a_merge_moves_every_figure_and_can_be_undone_exactly(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    exports, logins = members(engine, EXPORT), members(engine, LOGIN)
    made = accepted(post(client, EXPORT, "merges", theme_ids=[LOGIN]))
    schemas.MergesMade.model_validate(made)
    (merge,) = made["data"]
    assert (merge["kind"], merge["theme_id"], merge["into_id"], merge["snippets"]) == ("merge", LOGIN, EXPORT, 3)
    refresh()
    assert client.get(f"/api/v1/themes/{EXPORT}").json()["mentions"] == 7
    accepted(client.delete(f"/api/v1/merges/{merge['id']}"))
    refused(client.delete(f"/api/v1/merges/{merge['id']}"), 404, "pm has undone")
    refresh()
    assert (members(engine, EXPORT), members(engine, LOGIN)) == (exports, logins)


def test_a_theme_that_was_merged_away_answers_with_the_one_it_is_part_of_now(client: TestClient, refresh: Callable[[], str]) -> None:
    accepted(post(client, EXPORT, "merges", theme_ids=[LOGIN]))
    for _ in ("before the refresh", "after it"):
        moved = client.get(f"/api/v1/themes/{LOGIN}?source=gong", follow_redirects=False)
        assert (moved.status_code, moved.headers["location"], moved.json()["merged_into"]) == (308, f"/api/v1/themes/{EXPORT}?source=gong", EXPORT)
        refresh()
    assert client.get(f"/api/v1/themes/{LOGIN}").json()["id"] == EXPORT
    accepted(post(client, INVOICE, "merges", theme_ids=[EXPORT]))
    assert client.get(f"/api/v1/themes/{LOGIN}").json()["id"] == INVOICE


def test_several_themes_merge_at_once_and_each_merge_is_undone_by_itself(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    merges = accepted(post(client, EXPORT, "merges", theme_ids=[LOGIN, INVOICE, LOGIN]))["data"]
    assert [m["theme_id"] for m in merges] == [LOGIN, INVOICE]
    refresh()
    accepted(client.delete(f"/api/v1/merges/{merges[0]['id']}"))
    refresh()
    assert (len(members(engine, EXPORT)), len(members(engine, LOGIN)), members(engine, INVOICE)) == (5, 3, [])


def test_merges_that_cannot_be_are_refused_and_leave_nothing(client: TestClient) -> None:
    refused(post(client, EXPORT, "merges", theme_ids=[EXPORT]), 409, "part of itself")
    refused(post(client, EXPORT, "merges", theme_ids=[LOGIN, "thm_none"]), 422, "theme_ids", "thm_none")
    refused(post(client, "thm_none", "merges", theme_ids=[LOGIN]), 404, "thm_none")
    for body in ({}, {"theme_ids": []}, {"theme_ids": ["x"] * 101}, {"theme_ids": [1]}, {"themes": [LOGIN]}):
        refused(post(client, EXPORT, "merges", **body), 422)
    assert client.get("/api/v1/decisions").json()["data"] == []
    accepted(post(client, EXPORT, "merges", theme_ids=[LOGIN]))
    refused(post(client, LOGIN, "merges", theme_ids=[EXPORT]), 409, "part of", LOGIN, EXPORT)
    refused(post(client, INVOICE, "merges", theme_ids=[LOGIN]), 409, EXPORT)


def test_two_opposite_merges_at_once_leave_one(app: FastAPI, keys: dict[str, str]) -> None:
    def merge(into: str, theme: str) -> None:
        client = TestClient(app, headers={"Authorization": f"Bearer {keys['pm']}"})
        answers.append(post(client, into, "merges", theme_ids=[theme]).status_code)

    answers: list[int] = []
    threads = [Thread(target=merge, args=pair) for pair in ((EXPORT, LOGIN), (LOGIN, EXPORT))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [202, 409]


BEHIND = ("", "/snippets", "/accounts", "/leads", "/release", "/asks", "/retention")


def test_all_that_is_behind_a_theme_that_was_merged_away_leads_to_the_one_it_is_part_of(client: TestClient, refresh: Callable[[], str]) -> None:
    accepted(post(client, EXPORT, "merges", theme_ids=[LOGIN]))
    for _ in ("before the refresh", "after it"):
        for what in BEHIND:
            moved = client.get(f"/api/v1/themes/{LOGIN}{what}", follow_redirects=False)
            assert (moved.status_code, moved.headers["location"]) == (308, f"/api/v1/themes/{EXPORT}{what}"), what
            assert client.get(f"/api/v1/themes/{LOGIN}{what}").status_code == 200
        refresh()


def test_all_that_is_behind_a_theme_that_was_just_split_off_answers_with_what_is_known(client: TestClient, engine: Engine) -> None:
    new = accepted(post(client, EXPORT, "splits", snippet_ids=members(engine, EXPORT)[:1], label="Slow exports"))["theme"]["id"]
    found = {what: client.get(f"/api/v1/themes/{new}{what}") for what in BEHIND}
    assert {answer.status_code for answer in found.values()} == {200}
    assert all(found[what].json()["data"] == [] for what in ("/snippets", "/accounts", "/asks"))
    assert found["/retention"].json()["accounts"] == 0
    assert (found["/leads"].json()["feature"], found["/release"].json()["feature"]) == (None, None)


def test_a_split_makes_a_theme_at_once_that_the_refresh_fills(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    one, two, *rest = members(engine, EXPORT)
    made = accepted(post(client, EXPORT, "splits", snippet_ids=[one, two], label="Slow exports"))
    schemas.SplitMade.model_validate(made)
    new = made["theme"]["id"]
    assert (made["into_id"], made["theme"]["label"], made["theme"]["label_source"]) == (new, "Slow exports", "person")
    at_once = client.get(f"/api/v1/themes/{new}").json()
    schemas.Theme.model_validate(at_once)
    assert (at_once["label"], at_once["rank"], at_once["mentions"]) == ("Slow exports", None, 0)
    accepted(put(client, rest[0], new))
    refresh()
    assert set(members(engine, new)) == {one, two, rest[0]}
    assert client.get(f"/api/v1/themes/{new}").json()["label"] == "Slow exports"
    accepted(client.delete(f"/api/v1/splits/{made['id']}"))
    refresh()
    assert set(members(engine, EXPORT)) == {one, two, *rest[1:]}
    assert members(engine, new) == [rest[0]]


def test_a_split_without_a_label_is_left_to_the_machine_to_name(client: TestClient, engine: Engine) -> None:
    made = accepted(post(client, EXPORT, "splits", snippet_ids=members(engine, EXPORT)[:1]))
    assert made["theme"]["label_source"] == "auto"


def test_splits_that_cannot_be_are_refused_and_leave_no_theme(client: TestClient, engine: Engine) -> None:
    exports, login = members(engine, EXPORT), members(engine, LOGIN)[0]
    refused(post(client, EXPORT, "splits", snippet_ids=exports), 409, "all 4 snippets")
    refused(post(client, EXPORT, "splits", snippet_ids=[exports[0], login]), 409, login)
    refused(post(client, EXPORT, "splits", snippet_ids=["snp_none"]), 422, "snp_none")
    refused(post(client, EXPORT, "splits", snippet_ids=[f"snp_{n}" for n in range(1_001)]), 422, "snippet_ids")
    refused(post(client, EXPORT, "splits", snippet_ids=[]), 422, "snippet_ids")
    refused(post(client, EXPORT, "splits", snippet_ids=exports[:1], label="  "), 422, "label")
    refused(post(client, "thm_none", "splits", snippet_ids=exports[:1]), 404, "thm_none")
    assert client.get("/api/v1/decisions").json()["data"] == []


def test_a_split_sees_what_was_decided_before_it_though_no_run_has_applied_it(client: TestClient, engine: Engine) -> None:
    login = members(engine, LOGIN)[0]
    accepted(put(client, login, EXPORT))
    refused(post(client, LOGIN, "splits", snippet_ids=[login]), 409, login)
    accepted(post(client, EXPORT, "splits", snippet_ids=[login]))


def test_a_dismissed_theme_is_404_and_says_who_until_it_is_brought_back(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    before = members(engine, INVOICE)
    made = accepted(client.post(f"/api/v1/themes/{INVOICE}/dismissals"))
    assert (made["kind"], made["snippets"]) == ("dismiss", 1)
    refused(client.get(f"/api/v1/themes/{INVOICE}"), 404, "pm dismissed it")
    refresh()
    assert members(engine, INVOICE) == []
    refused(post(client, INVOICE, "dismissals"), 409, "dismissed")
    refused(put(client, before[0], INVOICE), 409, "dismissed")
    refused(client.delete(f"/api/v1/merges/{made['id']}"), 404, "is no merge")
    accepted(client.delete(f"/api/v1/dismissals/{made['id']}"))
    refresh()
    assert members(engine, INVOICE) == before
    assert client.get(f"/api/v1/themes/{INVOICE}").status_code == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"theme_id": 5}', b'{"theme_id": null, "sure": true}', b"{"])
def test_a_body_that_places_nothing_is_422(client: TestClient, engine: Engine, body: bytes) -> None:
    snippet = members(engine, EXPORT)[0]
    refused(client.put(f"/api/v1/snippets/{snippet}/theme", content=body, headers={"Content-Type": "application/json"}), 422)


def test_what_is_not_there_cannot_be_decided_of(client: TestClient, engine: Engine) -> None:
    snippet = members(engine, EXPORT)[0]
    refused(put(client, "snp_none", EXPORT), 404, "snp_none")
    refused(client.put("/api/v1/snippets/snp_none/ignored"), 404, "snp_none")
    refused(client.delete("/api/v1/snippets/snp_none/theme"), 404, "snp_none")
    refused(put(client, snippet, "thm_none"), 422, "theme_id", "thm_none")
    for what in ("merges", "splits", "dismissals"):
        refused(client.delete(f"/api/v1/{what}/dec_none"), 404, "dec_none")


def test_decisions_come_newest_first_in_pages_that_do_not_shift(client: TestClient, engine: Engine) -> None:
    first, second, third, _ = members(engine, EXPORT)
    for snippet in (first, second, third):
        accepted(put(client, snippet, LOGIN))
    page = client.get("/api/v1/decisions?limit=2").json()
    schemas.Page[schemas.Decision].model_validate(page)
    accepted(post(client, EXPORT, "merges", theme_ids=[INVOICE]))
    rest = client.get("/api/v1/decisions", params={"limit": 2, "cursor": page["next_cursor"]}).json()
    assert [d["snippet_id"] for d in page["data"] + rest["data"]] == [third, second, first]
    assert [d["kind"] for d in client.get(f"/api/v1/decisions?theme={INVOICE}").json()["data"]] == ["merge"]
    assert [d["kind"] for d in client.get("/api/v1/decisions?kind=merge,split").json()["data"]] == ["merge"]
    assert client.get("/api/v1/decisions?kind=guess").status_code == 422


def test_decisions_that_no_run_has_read_share_the_refresh_that_waits(client: TestClient, engine: Engine) -> None:
    jobs = {accepted(put(client, snippet, LOGIN))["job_id"] for snippet in members(engine, EXPORT)[:3]}
    assert len(jobs) == 1
    with reading(engine) as session:
        assert count_jobs(session) == {"waiting": 1}


def test_the_same_post_twice_is_one_decision(client: TestClient) -> None:
    answers = [client.post(f"/api/v1/themes/{EXPORT}/merges", json={"theme_ids": [LOGIN]}, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(client.get("/api/v1/decisions").json()["data"]) == 1


@pytest.mark.parametrize("role", list(Role))
def test_leadership_reads_decisions_and_makes_none(anonymous: TestClient, keys: dict[str, str], engine: Engine, role: Role) -> None:
    anonymous.headers["Authorization"] = f"Bearer {keys[role]}"
    snippet = members(engine, EXPORT)[0]
    assert anonymous.get("/api/v1/decisions").status_code == 200
    answers = [
        put(anonymous, snippet, None),
        anonymous.put(f"/api/v1/snippets/{snippet}/ignored"),
        anonymous.delete(f"/api/v1/snippets/{snippet}/ignored"),
        post(anonymous, EXPORT, "splits", snippet_ids=members(engine, EXPORT)[1:2]),
        post(anonymous, EXPORT, "merges", theme_ids=[LOGIN]),
        post(anonymous, INVOICE, "dismissals"),
        anonymous.patch(f"/api/v1/themes/{EXPORT}", json={"owner": "Ana"}),
    ]
    assert {answer.status_code for answer in answers} == ({403} if role is Role.LEADERSHIP else {200, 202})
