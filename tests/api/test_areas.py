"""Areas as readers meet them, over the ranking of a planted company."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import import_company as import_small_company
from tests.api.company import publish
from tests.usecases.company import ARR_IN_USD, exported, import_company, refresh
from tests.usecases.planted import planted
from voc_api import schemas


@pytest.fixture
def ranking(engine: Engine) -> str:
    """The run of nine planted themes in three areas."""
    import_company(engine, planted(range(9), 8))
    return refresh(engine).run_id


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_areas_come_ranked_with_all_themes_of_the_ranking(client: TestClient, ranking: str) -> None:
    page = get(client, "/areas")
    schemas.Page[schemas.Area].model_validate(page)
    assert (page["object"], page["has_more"], page["next_cursor"]) == ("list", False, None)
    assert [area["rank"] for area in page["data"]] == [1, 2, 3]
    themes = get(client, "/themes")["data"]
    assert {theme["id"]: theme["area_id"] for theme in themes} == {theme: area["id"] for area in page["data"] for theme in area["themes"]}
    ranks = {theme["id"]: theme["rank"] for theme in themes}
    for area in page["data"]:
        assert [ranks[theme] for theme in area["themes"]] == sorted(ranks[theme] for theme in area["themes"])
        assert area["run_id"] == ranking


def test_an_accounts_arr_counts_once_in_an_area(client: TestClient, ranking: str, engine: Engine, tmp_path: Path) -> None:
    rows = exported(engine, "snippets", tmp_path)
    for area in get(client, "/areas")["data"]:
        accounts = {row["account_id"] for row in rows if row["counted"] and row["theme_id"] in area["themes"]}
        assert Decimal(area["affected_arr"]["amount"]) == sum((ARR_IN_USD[a] or Decimal(0) for a in accounts), Decimal(0))
        assert area["accounts"] == len(accounts)
        assert area["mentions"] == sum(bool(row["counted"]) and row["theme_id"] in area["themes"] for row in rows)
    summed = sum(Decimal(theme["affected_arr"]["amount"]) for theme in get(client, "/themes")["data"])
    assert summed > sum(Decimal(area["affected_arr"]["amount"]) for area in get(client, "/areas")["data"])


def test_themes_are_narrowed_to_areas(client: TestClient, ranking: str) -> None:
    first, second, _ = get(client, "/areas")["data"]
    assert {t["id"] for t in get(client, "/themes", area=first["id"])["data"]} == set(first["themes"])
    assert {t["id"] for t in get(client, "/themes", area=f"{first['id']},{second['id']}")["data"]} == {*first["themes"], *second["themes"]}
    assert {t["id"] for t in get(client, "/roadmap", area=second["id"])["data"]} == set(second["themes"])
    narrowed = get(client, "/themes", area=first["id"], segment="mid")["data"]
    assert narrowed
    assert {t["id"] for t in narrowed} <= set(first["themes"])
    assert get(client, "/themes", area="thm_none")["data"] == []


def test_a_list_of_areas_stays_with_the_ranking_it_began_on(client: TestClient, ranking: str, engine: Engine) -> None:
    whole = get(client, "/areas")["data"]
    first = get(client, "/areas", limit=2)
    refresh(engine)
    rest = get(client, "/areas", limit=2, cursor=first["next_cursor"])
    assert [*first["data"], *rest["data"]] == whole


def test_an_area_is_no_theme(client: TestClient, ranking: str) -> None:
    area = get(client, "/areas")["data"][0]["id"]
    for part in ("", "/snippets", "/accounts", "/asks"):
        assert client.get(f"/api/v1/themes/{area}{part}").status_code == 404
    assert client.patch(f"/api/v1/themes/{area}", json={"label": "Mine"}).status_code == 409


def test_a_few_themes_have_no_areas(client: TestClient, engine: Engine) -> None:
    assert get(client, "/areas")["data"] == []
    import_small_company(engine)
    publish(engine)
    assert get(client, "/areas")["data"] == []
