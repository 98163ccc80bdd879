"""Areas beside the themes."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.usecases.company import import_company, refresh
from tests.usecases.planted import planted


@pytest.fixture
def ranking(engine: Engine) -> str:
    """The run of nine planted themes in three areas."""
    import_company(engine, planted(range(9), 8))
    return refresh(engine).run_id


@pytest.mark.usefixtures("ranking")
def test_the_page_of_themes_tells_each_themes_area_and_narrows_to_it(client: TestClient, browser: TestClient) -> None:
    area: dict[str, Any] = client.get("/api/v1/areas").json()["data"][0]
    labels = {theme["label"] for theme in client.get("/api/v1/themes", params={"area": area["id"]}).json()["data"]}
    whole = browser.get("/themes?sort=label").text
    assert whole.count(f'in <a href="/themes?sort=label&amp;area={area["id"]}"><bdi>{area["label"]}</bdi>') == len(labels)
    narrowed = browser.get(f"/themes?area={area['id']}").text
    assert set(re.findall(r"data-open><bdi>([^<]+)", narrowed)) == labels
    assert f'<option value="{area["id"]}" selected>{area["label"]}' in narrowed
    assert browser.get(f"/themes/{area['id']}").status_code == 404


@pytest.mark.usefixtures("published")
def test_the_page_of_a_ranking_without_areas_has_no_filter_for_them(browser: TestClient) -> None:
    assert 'name="area"' not in browser.get("/themes").text
