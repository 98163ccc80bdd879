"""Retention and silence over the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import publish, theme_id
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas

pytestmark = pytest.mark.usefixtures("published", "past")


@pytest.fixture
def past(engine: Engine) -> None:
    """Alder grew, Birch shrank, Cedar left; Dogwood and Elm stayed as they were."""
    changes = [("A-1", "80000", "2025-01-01", "new"), ("A-1", "100000", "2026-03-01", "expansion"), ("A-2", "60000", "2025-01-01", "new")]
    changes += [("A-2", "50000.50", "2026-04-01", "contraction"), ("A-3", "7000", "2025-01-01", "new"), ("A-3", "0", "2026-09-01", "churn")]
    changes += [("A-4", "900", "2025-06-01", "new"), ("A-5", "12000", "2025-06-01", "new")]
    rows = [{"account_id": a, "arr": arr, "effective_on": day, "reason": reason, "currency": "USD"} for a, arr, day, reason in changes]
    assert all(result.error is None for result in import_rows(engine, "arr", rows, reporting_currency="USD"))
    publish(engine, 2)


def get(client: TestClient, path: str, **params: Any) -> Any:
    answer = client.get(f"/api/v1{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("by", ["month", "segment", "cohort"])
def test_every_table_has_the_shape_it_says(client: TestClient, by: str) -> None:
    found = get(client, "/retention", by=by)
    schemas.Retention.model_validate(found)
    assert {row["key"] for row in found["rows"]} >= {"month": {"2026-10"}, "segment": {"enterprise", "smb"}, "cohort": {"2025-Q1"}}[by]
    assert (found["whole"]["expanded_accounts"], found["whole"]["contracted_accounts"], found["whole"]["churned_accounts"]) == (1, 1, 1)


def test_a_row_opens_its_accounts(client: TestClient) -> None:
    page = get(client, "/retention/movements", by="month", key="2026-09")
    schemas.Page[schemas.Movement].model_validate(page)
    assert [(m["account"]["name"], m["move"], m["change"]["amount"]) for m in page["data"]] == [("Cedar", "churn", "-7000.00")]
    first = get(client, "/retention/movements", limit=1)
    rest = get(client, "/retention/movements", limit=2, cursor=first["next_cursor"])
    assert [m["account"]["name"] for m in first["data"] + rest["data"]] == ["Alder", "Birch", "Cedar"]


def test_a_segment_called_none_is_not_the_row_of_those_without_one(client: TestClient, engine: Engine) -> None:
    change = {"effective_on": "2026-05-01", "currency": "USD", "reason": "new", "arr": "10"}
    for name, segment in (("N-1", {"segment": "none"}), ("N-2", {})):
        account = {"account_id": name, "name": name, "arr": "10", "currency": "USD", **segment}
        assert import_rows(engine, "accounts", [account], reporting_currency="USD")[0].error is None
        assert import_rows(engine, "arr", [{**change, "account_id": name}], reporting_currency="USD")[0].error is None
    assert [row["key"] for row in get(client, "/retention", by="segment")["rows"]][-2:] == ["smb", None]

    def behind(**row: str) -> list[str]:
        return [m["account"]["name"] for m in get(client, "/retention/movements", by="segment", **row)["data"]]

    assert (behind(key="none"), behind(unknown="true")) == (["N-1"], ["N-2"])


TIMES = ["/themes", "/roadmap", "/exposure", f"/themes/{theme_id('export')}", f"/themes/{theme_id('export')}/accounts", "/retention", "/silence"]


@pytest.mark.parametrize("path", [*TIMES, f"/themes/{theme_id('export')}/snippets"])
def test_a_time_that_is_empty_or_ahead_is_refused_in_the_same_words_everywhere(client: TestClient, path: str) -> None:
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    ahead = client.get(f"/api/v1{path}", params={"as_of": f"{day}"})
    assert (ahead.status_code, ahead.json()["detail"]) == (422, f"{day} lies ahead: nothing is known of it yet")
    empty = client.get(f"/api/v1{path}", params={"since": "2026-09-02", "as_of": "2026-09-01"})
    assert (empty.status_code, empty.json()["detail"]) == (422, "since 2026-09-02 lies after 2026-09-01: the time is empty")


def test_a_day_that_is_past_is_told_at_its_own_end(client: TestClient) -> None:
    found = get(client, "/retention", by="segment", as_of="2026-03-31")
    assert found["twelve_months"]["closing_arr"]["amount"] == "179900.00"
    assert found["as_of"] == "2026-03-31T23:59:59Z"


def test_a_theme_tells_what_became_of_its_accounts(client: TestClient) -> None:
    found = get(client, f"/themes/{theme_id('export')}/retention")
    schemas.ThemeRetention.model_validate(found)
    assert (found["too_recent"], found["accounts"], found["verdict"]) == (3, 0, "too_few_to_say")
    assert found["in_words"] == "Too few to say: no account that raised it can be followed for 180 days yet."


def test_silence_has_the_shape_it_says(client: TestClient) -> None:
    found = get(client, "/silence")
    schemas.Silence.model_validate(found)
    assert (found["whole"]["accounts"], found["whole"]["heard_accounts"]) == (4, 4)  # Cedar left
    assert get(client, "/silence", since="2026-10-10")["whole"]["heard_accounts"] == 2


def test_corrected_themes_have_the_shape_it_says_and_keep_their_rank_as_heard(client: TestClient) -> None:
    plain, corrected = get(client, "/themes"), get(client, "/themes", corrected="coverage")
    schemas.Page[schemas.Theme].model_validate(corrected)
    assert {t["id"]: t["rank"] for t in plain["data"]} == {t["id"]: t["rank_as_heard"] for t in corrected["data"]}


@pytest.mark.parametrize(
    "query",
    [
        "retention?by=week",
        "retention?since=soon",
        "retention?as_of=2199-01-01",
        "retention?colour=1",
        "retention/movements?key=2020-01",
        "retention/movements?by=segment&key=none",
        "retention/movements?by=cohort&key=2001-Q1",
        "retention/movements?by=month&unknown=true",
        "retention/movements?by=segment&key=smb&unknown=true",
        "silence?since=2199-01-01",
        "themes?corrected=luck",
        "themes/thm_x/retention?by=month",
    ],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/v1/{query}").status_code == 422
