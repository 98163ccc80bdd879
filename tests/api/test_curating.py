"""Curating over the API: previews that write nothing, comparing, links, whom to tell, pins, reasons, the table as a file."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, members, rank_company, theme_id
from voc.usecases.export_table import THEMES
from voc_api import schemas

EXPORT, LOGIN, INVOICE = theme_id("export"), theme_id("login"), theme_id("invoice")


@pytest.fixture(autouse=True)
def ranked(engine: Engine) -> None:
    rank_company(engine, "ranked now", started=datetime.now(UTC))


def preview(client: TestClient, theme: str, what: str, **body: Any) -> Any:
    answer = client.post(f"/api/v1/themes/{theme}/{what}/preview", json=body)
    assert answer.status_code == 200, answer.text
    schemas.Preview.model_validate(answer.json())
    return answer.json()


def figures(theme: Any) -> list[Any]:
    return [theme[name] for name in ("rank", "score", "accounts", "mentions", "scope")] + [theme["affected_arr"]["amount"]]


def test_the_preview_of_a_merge_is_what_the_next_refresh_finds(client: TestClient, refresh: Callable[[], str]) -> None:
    seen = preview(client, EXPORT, "merges", theme_ids=[INVOICE, LOGIN])
    before = {theme["id"]: theme["before"] for theme in seen["themes"]}
    for theme, found in before.items():
        assert figures(client.get(f"/api/v1/themes/{theme}").json()) == figures(found)
    after = {theme["id"]: theme["after"] for theme in seen["themes"]}
    assert after[INVOICE] is None and after[LOGIN] is None
    assert client.get("/api/v1/decisions").json()["data"] == []
    client.post(f"/api/v1/themes/{EXPORT}/merges", json={"theme_ids": [INVOICE, LOGIN]})
    refresh()
    assert figures(client.get(f"/api/v1/themes/{EXPORT}").json()) == figures(after[EXPORT])
    assert after[EXPORT]["accounts"] == 5  # Birch raised two of them and counts once
    assert after[EXPORT]["affected_arr"]["amount"] == "169900.50"


def test_the_preview_of_a_split_is_what_the_next_refresh_finds(client: TestClient, engine: Engine, refresh: Callable[[], str]) -> None:
    part = members(engine, EXPORT)[:2]
    seen = preview(client, EXPORT, "splits", snippet_ids=part, label="Part")
    stays, leaves = seen["themes"]
    assert (leaves["id"], leaves["label"], leaves["before"]) == (None, "Part", None)
    assert stays["before"]["mentions"] == stays["after"]["mentions"] + leaves["after"]["mentions"]
    made = client.post(f"/api/v1/themes/{EXPORT}/splits", json={"snippet_ids": part, "label": "Part"}).json()
    refresh()
    assert figures(client.get(f"/api/v1/themes/{EXPORT}").json()) == figures(stays["after"])
    assert figures(client.get(f"/api/v1/themes/{made['theme']['id']}").json()) == figures(leaves["after"])


def test_a_preview_counts_what_was_decided_and_is_not_in_the_ranking_yet(client: TestClient, engine: Engine) -> None:
    moved = members(engine, INVOICE)[0]
    client.put(f"/api/v1/snippets/{moved}/theme", json={"theme_id": LOGIN})
    seen = preview(client, LOGIN, "merges", theme_ids=[EXPORT])
    assert {theme["id"]: theme["before"]["mentions"] for theme in seen["themes"]} == {LOGIN: 4, EXPORT: 4}


def test_a_theme_is_split_by_its_asks(client: TestClient, engine: Engine) -> None:
    asks = client.get(f"/api/v1/themes/{EXPORT}/asks").json()["data"]
    largest = asks[0]
    seen = preview(client, EXPORT, "splits", ask_ids=[largest["id"]])
    assert seen["themes"][1]["after"]["mentions"] == largest["size"]
    made = client.post(f"/api/v1/themes/{EXPORT}/splits", json={"ask_ids": [largest["id"]]}).json()
    assert made["snippets"] == largest["size"]


@pytest.mark.parametrize(("body", "status"), [({}, 422), ({"ask_ids": ["ask_none"]}, 422), ({"snippet_ids": ["snp_none"]}, 422)])
def test_a_split_that_cannot_be_is_refused_by_its_preview_too(client: TestClient, body: Any, status: int) -> None:
    for address in (f"/api/v1/themes/{EXPORT}/splits", f"/api/v1/themes/{EXPORT}/splits/preview"):
        assert client.post(address, json=body).status_code == status
    assert client.post(f"/api/v1/themes/{EXPORT}/merges/preview", json={"theme_ids": [EXPORT]}).status_code == 409


def test_themes_side_by_side_count_each_account_once(client: TestClient) -> None:
    answer = client.get("/api/v1/compare", params={"theme": f"{EXPORT},{INVOICE}"})
    schemas.Comparison.model_validate(answer.json())
    found = answer.json()
    apart = [Decimal(theme["affected_arr"]["amount"]) for theme in found["themes"]]
    both = Decimal(found["in_all"]["affected_arr"]["amount"])
    assert Decimal(found["together"]["affected_arr"]["amount"]) == sum(apart) - both == Decimal("157000.50")
    assert [(a["name"], sorted(a["mentions"].values())) for a in found["accounts"]] == [("Birch", [1, 1]), ("Alder", [2]), ("Cedar", [1])]
    assert {s["segment"]: s["accounts"] for s in found["segments"]} == {"enterprise": {EXPORT: 2, INVOICE: 1}, "smb": {EXPORT: 1, INVOICE: 0}}
    narrowed = client.get("/api/v1/compare", params={"theme": f"{EXPORT},{LOGIN}", "segment": "smb"}).json()
    assert [a["name"] for a in narrowed["accounts"]] == ["Cedar", "Dogwood"]
    assert client.get("/api/v1/compare", params={"theme": EXPORT}).status_code == 422
    assert client.get("/api/v1/compare", params={"theme": f"{EXPORT},thm_none"}).status_code == 404


def test_a_link_is_of_the_web_and_there_once(client: TestClient) -> None:
    links = f"/api/v1/themes/{EXPORT}/links"
    made = client.post(links, json={"url": "https://tracker.example/EXP-12", "title": "EXP-12"})
    schemas.ThemeLink.model_validate(made.json())
    assert made.status_code == 201
    assert client.post(links, json={"url": "https://tracker.example/EXP-12"}).status_code == 409
    for wrong in ("javascript:alert(1)", "ftp://a.example", "tracker", "", "https://", "https://a.example/ b", "http://[x"):
        assert client.post(links, json={"url": wrong}).status_code == 422, wrong
    assert [link["title"] for link in client.get(links).json()["data"]] == ["EXP-12"]
    assert client.delete(f"{links}/{made.json()['id']}").status_code == 204
    assert client.delete(f"{links}/{made.json()['id']}").status_code == 404
    assert client.get(links).json()["data"] == []


def test_who_asked_is_told_once_and_that_is_undone(client: TestClient) -> None:
    askers = f"/api/v1/themes/{EXPORT}/askers"
    rows = client.get(askers).json()["data"]
    schemas.Page[schemas.ThemeAsker].model_validate(client.get(askers).json())
    assert [(row["account"]["name"], row["owner"], row["told_at"]) for row in rows] == [(n, "ana.lima@example.com", None) for n in ("Alder", "Birch", "Cedar")]
    assert rows[0]["said"]["text"] == "again the export, please help"
    assert "Hello Alder," in rows[0]["draft"]["text"] and "on Oct 21, 2026 you told us: “again the export, please help”" in rows[0]["draft"]["text"]
    told = f"{askers}/{account_key('A-1')}/told"
    assert client.put(told).status_code == client.put(told).status_code == 204
    assert [row["told_by"] for row in client.get(askers).json()["data"]] == ["pm", None, None]
    (change,) = client.get(f"/api/v1/themes/{EXPORT}/changes").json()["data"]
    assert change["text"] == "noted that Alder was told of export trouble"
    assert client.post(f"/api/v1/changes/{change['id']}/undo").status_code == 200
    assert [row["told_by"] for row in client.get(askers).json()["data"]] == [None, None, None]
    assert client.put(f"{askers}/{account_key('A-5')}/told").status_code == 404


def test_a_status_has_its_reason_and_another_status_another_or_none(client: TestClient) -> None:
    theme = f"/api/v1/themes/{EXPORT}"
    said = client.patch(theme, json={"status": "planned", "status_reason": "second quarter"}).json()
    schemas.Theme.model_validate(said)
    assert (said["status"], said["status_reason"]) == ("planned", "second quarter")
    assert client.patch(theme, json={"owner": "Ana"}).json()["status_reason"] == "second quarter"
    assert client.patch(theme, json={"status": "shipped"}).json()["status_reason"] is None
    assert client.patch(theme, json={"status": "planned", "status_reason": "x" * 501}).status_code == 422


def test_a_pin_and_an_owner_narrow_the_list(client: TestClient) -> None:
    for field in ("pinned", "status_reason"):
        assert field in client.get("/api/v1/themes").json()["data"][0]
    client.patch(f"/api/v1/themes/{INVOICE}", json={"pinned": True, "owner": "Ana Lima"})
    names = {query: [t["id"] for t in client.get(f"/api/v1/themes?{query}").json()["data"]] for query in ("pinned=true", "owner=ana%20lima", "owner=nobody")}
    assert names == {"pinned=true": [INVOICE], "owner=ana%20lima": [INVOICE], "owner=nobody": [EXPORT, LOGIN]}
    assert client.patch(f"/api/v1/themes/{INVOICE}", json={"pinned": "yes"}).status_code == 422


def test_the_file_has_the_rows_of_the_list_and_runs_no_formula(client: TestClient) -> None:
    client.patch(f"/api/v1/themes/{LOGIN}", json={"label": "=HYPERLINK(1)"})
    answer = client.get("/api/v1/themes.csv", params={"segment": "smb", "sort": "label"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="themes.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(StringIO(answer.text)))
    listed = client.get("/api/v1/themes", params={"segment": "smb", "sort": "label"}).json()["data"]
    assert list(rows[0]) == list(THEMES)
    assert [(row["id"], row["affected_arr"]) for row in rows] == [(theme["id"], theme["affected_arr"]["amount"]) for theme in listed]
    assert {row["label"] for row in rows} == {"'=HYPERLINK(1)", "export trouble"}


def test_a_dismissal_says_why_and_what_people_did_is_listed(client: TestClient) -> None:
    made = client.post(f"/api/v1/themes/{INVOICE}/dismissals", json={"reason": "no need in it"}).json()
    assert made["reason"] == "no need in it"
    client.patch(f"/api/v1/themes/{EXPORT}", json={"pinned": True})
    changes = client.get(f"/api/v1/themes/{INVOICE}/changes").json()
    schemas.Page[schemas.Change].model_validate(changes)
    assert [change["text"] for change in changes["data"]] == ["dismissed invoice trouble: no need in it"]
    assert [change["text"] for change in client.get(f"/api/v1/themes/{EXPORT}/changes").json()["data"]] == ["pinned export trouble"]


def test_the_points_of_an_item_are_marked_in_its_text(client: TestClient, engine: Engine) -> None:
    snippet = client.get(f"/api/v1/themes/{LOGIN}/snippets").json()["data"][0]
    item = client.get(f"/api/v1/feedback/{snippet['feedback_id']}").json()
    schemas.FeedbackWithSnippets.model_validate(item)
    assert [item["text"][mark["start"] : mark["end"]] for mark in item["marks"]] == [point["text"] for point in item["snippets"]]
