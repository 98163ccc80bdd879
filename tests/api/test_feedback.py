"""Feedback read and brought in."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, count_feedback, import_company, item, publish, theme_id
from voc.db.session import transaction
from voc.db.snippets import save_snippets
from voc.domain.feedback import Snippet, feedback_id, snippet_id
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas

PATH = "/api/v1/feedback"


@pytest.fixture
def leader(app: FastAPI, keys: dict[str, str]) -> TestClient:
    return TestClient(app, headers={"Authorization": f"Bearer {keys['leadership']}"})


def ids(answer: Any) -> list[str]:
    return [row["external_id"] for row in answer.json()["data"]]


@pytest.mark.usefixtures("published")
def test_feedback_is_read_with_personal_data_hidden(client: TestClient) -> None:
    page = client.get(PATH).json()
    schemas.Page[schemas.Feedback].model_validate(page)
    assert [row["occurred_at"] for row in page["data"]] == sorted((row["occurred_at"] for row in page["data"]), reverse=True)
    (said,) = [row for row in page["data"] if row["account"] is None]
    assert said["text"] == "login is broken, write to me at [email] or [phone]"


@pytest.mark.usefixtures("published")
def test_leadership_does_not_see_who_wrote(client: TestClient, leader: TestClient) -> None:
    one = f"{PATH}/{feedback_id('zendesk', '0')}"
    assert client.get(one).json()["author_email"] == "mia@writer.example"
    for answer in (leader.get(one).text, leader.get(PATH).text, leader.get(f"/api/v1/accounts/{account_key('A-1')}/timeline").text):
        assert "mia@writer.example" not in answer
        assert "Mia Beck" not in answer


def test_leadership_reads_the_points_and_not_who_is_named_around_them(client: TestClient, leader: TestClient, engine: Engine) -> None:
    import_company(engine)
    said, key = "export is slow for all of us", feedback_id("zendesk", "signed")
    import_rows(engine, "feedback", [item("signed", f"Hi Tom,\n{said}\nBest regards\nMia Beck", "A-1")], reporting_currency="USD")
    with transaction(engine) as session:
        save_snippets(session, [key], [Snippet(snippet_id(key, 0, "k"), key, 0, 0, 8, 8 + len(said), said, "k", "en")], "words")
    publish(engine)
    for reader, sees in ((client, True), (leader, False)):
        one = reader.get(f"{PATH}/{key}").json()
        listed = next(row for row in reader.get(PATH, params={"limit": 100}).json()["data"] if row["id"] == key)
        for text in (one["text"], listed["text"]):
            assert said in text
            assert ("Mia Beck" in text) is sees
        assert bool(one["marks"]) is sees
    timeline = leader.get(f"/api/v1/accounts/{account_key('A-1')}/timeline").text
    assert said in timeline
    assert "Mia Beck" not in timeline


@pytest.mark.usefixtures("published")
def test_one_item_comes_with_its_snippets_and_their_themes(client: TestClient) -> None:
    answer = client.get(f"{PATH}/{feedback_id('zendesk', '0')}").json()
    schemas.FeedbackWithSnippets.model_validate(answer)
    assert [snippet["theme_id"] for snippet in answer["snippets"]] == [theme_id("export")]
    assert client.get(f"{PATH}/fbk_none").status_code == 404


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"source": "gong"}, {"2", "7"}),
        ({"source": "GONG"}, {"2", "7"}),
        ({"kind": "nps,call_note"}, {"2", "3", "7"}),
        ({"since": "2026-10-20"}, {"0", "1"}),
        ({"account": account_key("A-1")}, {"0", "1"}),
        ({"q": "EXPORT slow"}, {"2"}),
        ({"q": "100%"}, set()),
        ({"q": "hidden.person@mail.example"}, set()),
        ({"source": "nobody"}, set()),
    ],
)
def test_feedback_can_be_narrowed(client: TestClient, params: dict[str, str], found: set[str]) -> None:
    assert set(ids(client.get(PATH, params=params))) == found


def test_pages_of_feedback_do_not_shift_when_more_comes_in(client: TestClient, engine: Engine) -> None:
    import_company(engine)
    whole = ids(client.get(PATH))
    page = client.get(PATH, params={"limit": 3})
    seen = ids(page)
    import_rows(engine, "feedback", [item("later", "new", day="2026-10-30")], reporting_currency="USD")
    while page.json()["has_more"]:
        page = client.get(PATH, params={"limit": 3, "cursor": page.json()["next_cursor"]})
        seen += ids(page)
    assert seen == whole


def test_one_item_is_added_then_unchanged_then_updated(client: TestClient) -> None:
    first = client.post(PATH, json=item("1", "the export dies"))
    assert (first.status_code, first.json()["added"]) == (201, 1)
    schemas.ImportResult.model_validate(first.json())
    assert client.get(first.headers["location"]).json()["text"] == "the export dies"
    again = client.post(PATH, json=item("1", "the export dies"))
    assert (again.status_code, again.json()["unchanged"]) == (200, 1)
    other = client.post(PATH, json=item("1", "the export still dies"))
    assert (other.status_code, other.json()["updated"]) == (200, 1)


@pytest.mark.parametrize("wrapped", [True, False])
def test_of_a_batch_bad_items_are_told_and_the_others_saved(client: TestClient, engine: Engine, wrapped: bool) -> None:
    rows = [item("1", "good"), item("2", ""), {"source": "zendesk"}, "no object", item("3", "nul \0 inside"), item("4", "also good", account="A-9")]
    answer = client.post(PATH, json={"data": rows} if wrapped else rows)
    assert answer.status_code == 207
    body = answer.json()
    schemas.ImportResult.model_validate(body)
    assert [row["outcome"] for row in body["data"]] == ["added", "rejected", "rejected", "rejected", "rejected", "added"]
    assert (body["read"], body["added"], body["rejected"], body["unmatched"]) == (6, 2, 4, 2)
    assert body["data"][1] | {"reason": ""} == {"index": 1, "id": None, "outcome": "rejected", "matched": False, "field": "text", "reason": ""}
    assert count_feedback(engine) == 2


def test_an_item_that_cannot_be_used_is_422(client: TestClient) -> None:
    answer = client.post(PATH, json=item("1", "x", day="1800-01-01"))
    assert answer.status_code == 422
    assert "occurred_at" in answer.json()["detail"]


def test_more_than_a_thousand_items_are_refused_whole(client: TestClient, engine: Engine) -> None:
    answer = client.post(PATH, json=[item(str(n), "x") for n in range(1_001)])
    assert answer.status_code == 422
    assert "1,000" in answer.json()["detail"]
    assert count_feedback(engine) == 0


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"", "application/json", 422),
        (b"{", "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"1" * 5_000, "application/json", 422),
        (b'{"rating": NaN}', "application/json", 422),
        (b"null", "application/json", 422),
        (b"[]", "application/json", 422),
        (b'{"data": []}', "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"source=zendesk", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_no_feedback_is_refused_with_a_line(client: TestClient, body: bytes, media_type: str, status: int) -> None:
    answer = client.post(PATH, content=body, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_over_the_limit_is_413(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc_api.bodies.JSON_LIMIT", 1_000)
    answer = client.post(PATH, json=item("1", "x" * 2_000))
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


HOSTILE = [
    "<script>alert(1)</script> the export dies",
    "half \ud83d emoji export",
    "zero\u200bwidth export",
    "=cmd()|'/c calc'!A1 export",
    "' OR 1=1 -- export",
    "\u202eexport",
    "💥" * 500,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_goes_in_and_comes_out_as_text(client: TestClient, engine: Engine, text: str) -> None:
    row = item("1", text) | {"author_name": text[:200], "tags": [text[:50]], text[:40]: text[:100]}
    body = json.dumps(row).encode()
    assert client.post(PATH, content=body, headers={"Content-Type": "application/json"}).status_code == 201
    publish(engine)
    for path in (PATH, f"{PATH}/{feedback_id('zendesk', '1')}", "/api/v1/themes", f"/api/v1/themes/{theme_id('export')}/snippets"):
        answer = client.get(path)
        assert answer.status_code in (200, 404)
        assert answer.headers["content-type"] in ("application/json", "application/problem+json")


def test_a_very_long_text_is_cut_in_the_list_and_whole_by_its_id(client: TestClient) -> None:
    client.post(PATH, json=item("1", "the export dies. " * 3_000 + "call ana@mail.example"))
    (listed,) = client.get(PATH).json()["data"]
    whole = client.get(f"{PATH}/{listed['id']}").json()
    assert listed["text"].endswith("…")
    assert len(listed["text"]) < 21_000
    assert whole["text"].endswith("call [email]")


def test_a_companys_own_rules_hold_wherever_items_are_read(app: FastAPI, client: TestClient) -> None:
    app.state.services.settings.personal_patterns = r"case_id=\bCUST-\d{6}\b"
    sent = client.post(PATH, json=item("own", "Case CUST-123456 still waits.") | {"tags": ["CUST-123456"]})
    where = sent.headers["location"]
    assert client.get(where).json()["text"] == "Case [case_id] still waits."
    (listed,) = client.get(PATH).json()["data"]
    assert (listed["text"], listed["tags"]) == ("Case [case_id] still waits.", ["[case_id]"])
    assert [tag["name"] for tag in client.get("/api/v1/tags").json()["data"]] == ["[case_id]"]
