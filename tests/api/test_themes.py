"""The ranking and what is behind each row."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import AS_OF, account_key, item, publish, theme_id
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas

pytestmark = pytest.mark.usefixtures("published")


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_themes_come_ranked_with_the_arr_of_their_distinct_accounts(client: TestClient) -> None:
    page = get(client, "/themes")
    schemas.Page[schemas.Theme].model_validate(page)
    assert [row["rank"] for row in page["data"]] == [1, 2, 3]
    export = page["data"][0]
    assert export["id"] == theme_id("export")
    assert export["affected_arr"] == {"amount": "157000.50", "currency": "USD"}
    assert (export["mentions"], export["accounts"]) == (4, 3)
    assert page["has_more"] is False
    assert page["next_cursor"] is None


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"source": "zendesk"}, {"export", "login"}),
        ({"source": "gong,delighted"}, {"export", "invoice"}),
        ({"kind": "nps"}, {"export"}),
        ({"segment": "enterprise"}, {"export", "invoice"}),
        ({"since": "2026-10-01"}, {"export", "login"}),
        ({"since": "2026-10-20T09:00:00+00:00"}, {"export"}),
        ({"affected_arr[gte]": "20000", "affected_arr[lte]": "60000"}, {"invoice"}),
        ({"q": "LOGIN trouble"}, {"login"}),
        ({"status": "planned"}, set()),
        ({"scope": "one_off,concentrated,emerging,scalable"}, {"export", "login", "invoice"}),
        ({"segment": "enterprise", "source": "gong", "q": "export"}, {"export"}),
    ],
)
def test_filters_narrow_and_combine(client: TestClient, params: dict[str, str], words: set[str]) -> None:
    assert {row["id"] for row in get(client, "/themes", **params)["data"]} == {theme_id(word) for word in words}


def test_a_filter_on_evidence_makes_the_figures_anew(client: TestClient) -> None:
    (export,) = get(client, "/themes", source="gong", q="export")["data"]
    assert export["affected_arr"]["amount"] == "50000.50"
    assert export["mentions"] == 1


def test_since_includes_the_day_that_it_names(client: TestClient) -> None:
    assert get(client, f"/themes/{theme_id('export')}", since="2026-08-01")["mentions"] == 4
    assert get(client, f"/themes/{theme_id('export')}", since="2026-08-02")["mentions"] == 3


def test_themes_can_be_sorted(client: TestClient) -> None:
    labels = [row["label"] for row in get(client, "/themes", sort="label")["data"]]
    assert labels == sorted(labels)
    assert [row["label"] for row in get(client, "/themes", sort="-label")["data"]] == labels[::-1]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "colour=red",
        "scope=huge",
        "sort=colour",
        "kind=rumour",
        "since=yesterday",
        "since=",
        "affected_arr[gte]=much",
        "affected_arr[gte]=NaN",
        "cursor=abc",
    ],
)
def test_a_parameter_that_cannot_be_used_is_422_and_says_why(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/v1/themes?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert query.split("=")[0].split("[")[0] in answer.json()["detail"] or "sort" in query


def test_pages_do_not_shift_when_a_refresh_lands(client: TestClient, engine: Engine) -> None:
    whole = [row["id"] for row in get(client, "/themes")["data"]]
    first = get(client, "/themes", limit=1)
    import_rows(engine, "feedback", [item(f"new {n}", "login again", f"A-{n}") for n in range(1, 6)], reporting_currency="USD")
    newer = publish(engine, 2)
    seen, page = [row["id"] for row in first["data"]], first
    while page["next_cursor"]:
        page = get(client, "/themes", limit=1, cursor=page["next_cursor"])
        seen += [row["id"] for row in page["data"]]
        assert {row["run_id"] for row in page["data"]} == {first["data"][0]["run_id"]}
    assert seen == whole
    assert get(client, "/themes")["data"][0]["run_id"] == newer
    assert get(client, "/themes")["data"][0]["id"] == theme_id("login")


def test_a_cursor_belongs_to_its_list_and_filters(client: TestClient) -> None:
    cursor = get(client, "/themes", limit=1, q="trouble")["next_cursor"]
    for path, params in (("/themes", {"q": "other"}), ("/themes", {}), ("/accounts", {}), ("/themes", {"q": "trouble", "sort": "label"})):
        answer = client.get(f"/api/v1{path}", params={"cursor": cursor, **params})
        assert answer.status_code == 422
        assert "cursor" in answer.json()["detail"]
    forged = cursor[:-3] + ("AAA" if not cursor.endswith("AAA") else "BBB")
    assert client.get("/api/v1/themes", params={"cursor": forged, "q": "trouble"}).status_code == 422


def test_the_accounts_of_a_theme_add_up_to_its_arr(client: TestClient) -> None:
    for params in ({}, {"source": "zendesk"}, {"segment": "enterprise"}, {"since": "2026-09-01"}):
        for word in ("export", "login"):
            theme = get(client, f"/themes/{theme_id(word)}", **params)
            accounts = get(client, f"/themes/{theme_id(word)}/accounts", **params)
            schemas.Page[schemas.ThemeAccount].model_validate(accounts)
            assert sum(Decimal(row["arr"]["amount"]) for row in accounts["data"]) == Decimal(theme["affected_arr"]["amount"])
            assert len(accounts["data"]) == theme["accounts"]
    first = get(client, f"/themes/{theme_id('export')}/accounts")["data"][0]
    assert (first["account_id"], first["mentions"], first["owner"], first["renews_on"]) == ("A-1", 2, "ana.lima@example.com", "2026-12-01")


def test_the_quotes_of_a_theme_are_as_many_as_its_mentions(client: TestClient) -> None:
    for params in ({}, {"source": "zendesk"}, {"segment": "enterprise"}, {"since": "2026-10-01"}, {"kind": "ticket,nps"}):
        theme = get(client, f"/themes/{theme_id('export')}", **params)
        quotes = get(client, f"/themes/{theme_id('export')}/snippets", **params)
        schemas.Page[schemas.Snippet].model_validate(quotes)
        assert len(quotes["data"]) == theme["mentions"]
    assert len(get(client, f"/themes/{theme_id('export')}/snippets", account=account_key("A-1"))["data"]) == 2


def test_quotes_come_in_pages_without_gap_or_repeat(client: TestClient) -> None:
    path, seen, cursor = f"/themes/{theme_id('export')}/snippets", [], {}
    while True:
        page = get(client, path, limit=3, **cursor)
        seen += [row["id"] for row in page["data"]]
        if not page["has_more"]:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(seen) == len(set(seen)) == 4


def test_asks_come_with_their_size_and_best_quote(client: TestClient) -> None:
    page = get(client, f"/themes/{theme_id('export')}/asks")
    schemas.Page[schemas.Ask].model_validate(page)
    assert [row["size"] for row in page["data"]] == [2, 1, 1]
    assert page["data"][0]["exemplar"]["text"] == "again the export, please help"
    assert len(get(client, f"/themes/{theme_id('export')}/snippets", ask=page["data"][0]["id"])["data"]) == 2


def test_history_says_what_happened_from_run_to_run(client: TestClient, engine: Engine) -> None:
    import_rows(engine, "feedback", [item("grown", "export once more", "A-5")], reporting_currency="USD")
    publish(engine, 2)
    publish(engine, 3, labels={"export": "Exports die"})
    publish(engine, 4, labels={"export": "Exports die"})
    publish(engine, 5, labels={"export": "Exports die"}, as_of=AS_OF - timedelta(days=25))
    page = get(client, f"/themes/{theme_id('export')}/history")
    schemas.Page[schemas.HistoryEntry].model_validate(page)
    assert [row["event"] for row in page["data"]] == ["shrank", "unchanged", "renamed", "grew", "born"]
    first = get(client, f"/themes/{theme_id('export')}/history", limit=2)
    publish(engine, 6, labels={"export": "Exports die"})
    rest = get(client, f"/themes/{theme_id('export')}/history", limit=2, cursor=first["next_cursor"])
    assert first["data"] + rest["data"] == page["data"][:4]


def test_a_theme_that_nobody_mentions_any_more_is_there_with_zeros(client: TestClient, engine: Engine) -> None:
    publish(engine, 2, as_of=AS_OF + timedelta(days=300))
    theme = get(client, f"/themes/{theme_id('invoice')}")
    schemas.Theme.model_validate(theme)
    assert theme["rank"] is None
    assert theme["affected_arr"]["amount"] == "0.00"
    assert theme_id("invoice") not in {row["id"] for row in get(client, "/themes")["data"]}


def test_the_roadmap_is_the_whole_ranking_in_one_answer(client: TestClient, published: str) -> None:
    roadmap = get(client, "/roadmap")
    schemas.Roadmap.model_validate(roadmap)
    assert (roadmap["run_id"], roadmap["currency"]) == (published, "USD")
    assert roadmap["data"] == get(client, "/themes")["data"]


@pytest.mark.parametrize("part", ["", "/snippets", "/accounts", "/asks", "/history"])
def test_a_theme_that_is_none_is_404(client: TestClient, part: str) -> None:
    answer = client.get(f"/api/v1/themes/thm_none{part}")
    assert answer.status_code == 404
    assert "thm_none" in answer.json()["detail"]
