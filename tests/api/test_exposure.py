"""The exposure table, and rankings by other weights."""

from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import ACCOUNTS, account_key, publish, theme_id
from voc.domain.weights import DEFAULT_WEIGHTS
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas

pytestmark = pytest.mark.usefixtures("published")


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("by", ["theme", "area", "segment", "portfolio"])
def test_every_table_has_the_shape_it_says(client: TestClient, by: str) -> None:
    page = get(client, "/exposure", by=by)
    schemas.Page[schemas.ExposureRow].model_validate(page)
    assert {row["by"] for row in page["data"]} <= {by}


def test_a_row_opens_the_accounts_that_it_sums_up(client: TestClient) -> None:
    (whole,) = get(client, "/exposure")["data"]
    accounts = {a["id"]: a for a in get(client, "/accounts")["data"]}
    assert whole["account_ids"] == sorted(accounts)
    assert Decimal(whole["affected_arr"]["amount"]) == sum(Decimal(a["arr"]["amount"]) for a in accounts.values()) == Decimal("169900.50")
    *segments, nobody = get(client, "/exposure", by="segment")["data"]
    for row in segments:
        assert {accounts[key]["segment"] for key in row["account_ids"]} == {row["id"]} == {row["segment"]}
    assert (nobody["segment"], nobody["account_ids"], nobody["mentions"]) == (None, [], 1)


def test_the_accounts_of_a_theme_add_up_to_its_columns_on_any_day(client: TestClient) -> None:
    for narrowed in ({}, {"as_of": "2026-09-30"}, {"source": "gong"}, {"segment": "smb", "since": "2026-08-01"}):
        for theme in get(client, "/themes", **narrowed)["data"]:
            rows = get(client, f"/themes/{theme['id']}/accounts", **narrowed)["data"]
            for column, of_account in (("affected_arr", "arr"), ("affected_arr_at_mention", "arr_at_mention"), ("churned_arr", "churned_arr")):
                assert sum((Decimal(r[of_account]["amount"]) for r in rows if r[of_account]), Decimal(0)) == Decimal(theme[column]["amount"])
            assert len(rows) == theme["accounts"]
            assert len({r["parent"] or r["id"] for r in rows}) == theme["families"]


def test_a_day_that_is_past_has_what_had_been_said_by_its_end(client: TestClient) -> None:
    themes = {t["id"]: t for t in get(client, "/themes", as_of="2026-10-01")["data"]}
    assert themes[theme_id("export")]["mentions"] == 2
    assert themes[theme_id("export")]["as_of"] == "2026-10-01T23:59:59Z"
    assert get(client, f"/themes/{theme_id('export')}", as_of="2026-10-01T00:00:00Z")["mentions"] == 2
    assert get(client, f"/themes/{theme_id('export')}", as_of="2026-09-30")["mentions"] == 1
    (whole,) = get(client, "/exposure", as_of="2026-07-20")["data"]
    assert whole["account_ids"] == [account_key("A-2")]
    renewals = [get(client, "/exposure", as_of=day)["data"][0]["renewing_arr_90d"]["amount"] for day in ("2026-09-01", "2026-09-30")]
    assert renewals == ["0.00", "69000.50"]


def test_a_segment_with_a_comma_in_its_name_can_be_asked_for(client: TestClient, engine: Engine) -> None:
    import_rows(engine, "accounts", [{**ACCOUNTS[0], "segment": "Mid, large", "plan": "Team, yearly"}], reporting_currency="USD")
    publish(engine, 2)

    def asked(**params: Any) -> list[str]:
        return sorted(a["name"] for a in get(client, "/accounts", **params)["data"])

    assert asked(segment='"Mid, large"') == ["Alder"]
    assert asked(segment='"Mid, large",smb') == asked(segment=["smb", '"Mid, large"']) == ["Alder", "Cedar", "Dogwood"]
    assert asked(segment="Mid, large") == []
    (whole,) = get(client, "/exposure", segment='"Mid, large"')["data"]
    assert whole["account_ids"] == [account_key("A-1")]


@pytest.mark.parametrize("params", [{"by": "colour"}, {"as_of": "someday"}, {"colour": "red"}])
def test_a_table_that_there_is_not_is_told_so(client: TestClient, params: dict[str, str]) -> None:
    assert client.get("/api/v1/exposure", params=params).status_code == 422


@pytest.mark.parametrize("path", ["/themes", "/roadmap"])
def test_other_weights_rank_anew_without_a_trace(client: TestClient, path: str) -> None:
    before = get(client, path)["data"]
    severity_alone = ",".join(f"{name}:{5 if name == 'severity' else 0}" for name in DEFAULT_WEIGHTS)
    preview = get(client, path, weights=severity_alone)["data"]
    assert [t["rank"] for t in preview] == [1, 2, 3]
    for theme in preview:
        schemas.Theme.model_validate(theme)
        shares = {p["name"]: p["share"] for p in theme["score_parts"]}
        assert theme["score"] == pytest.approx(100 * shares["severity"], abs=0.05)
        assert (theme["rank_interval"], theme["rank_is_stable"]) == (None, None)
    assert get(client, path)["data"] == before


def test_the_runs_own_weights_preview_its_own_ranking(client: TestClient) -> None:
    def table(**params: Any) -> list[tuple[Any, ...]]:
        return [(t["id"], t["rank"], t["score"], t["score_parts"]) for t in get(client, "/themes", **params)["data"]]

    assert table(weights="reach:25") == table()
    assert table(weights="reach:99", segment="enterprise") != table(segment="enterprise")


def test_weights_that_are_none_are_told_in_one_line(client: TestClient) -> None:
    answer = client.get("/api/v1/themes", params={"weights": "luck:3"})
    assert answer.status_code == 422
    assert "no part 'luck'" in answer.json()["detail"]


def test_each_rank_lies_in_its_interval(client: TestClient, engine: Engine) -> None:
    publish(engine, 2)
    for theme in get(client, "/themes")["data"]:
        first, last = theme["rank_interval"]
        assert 1 <= first <= theme["rank"] <= last <= 3
        assert theme["rank_is_stable"] is True
