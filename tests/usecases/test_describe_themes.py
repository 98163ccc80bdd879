"""What themes and areas are called over the years, by the machine, by people and by an endpoint."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.engine.chat_server import say, send, serving
from tests.snapshots import bring
from tests.usecases.company import FEEDBACK, Row, add_feedback, complaints, import_company, rank_company, refresh, table
from tests.usecases.planted import planted, saying, standing
from voc.db.session import reading, transaction
from voc.db.themes import list_run_areas
from voc.domain.erasing import is_made_of
from voc.domain.summaries import split_summary
from voc.engine.endpoint import Endpoint
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.curating.place_snippet import place_snippet

TOLD = saying("told", 6, {"old words": 4, "shared words": 1})
TAKEN_OVER = saying("new", 20, {"old words": 2, "shared words": 2, "new words": 2})  # about the same, by far more, in other words


def now() -> datetime:
    return datetime.now(UTC)


def shown(engine: Engine, theme_id: str) -> Row:
    return next(theme for theme in table(engine) if theme["id"] == theme_id)


def edit(engine: Engine, theme_id: str, **edits: str | None) -> None:
    with transaction(engine) as session:
        edit_theme(session, theme_id, edits, "Ana", now())


@pytest.fixture
def theme(engine: Engine) -> str:
    """The theme of what was told, among eight others."""

    def make(engine: Engine) -> str:
        import_company(engine, [*planted(range(8), 10), *TOLD])
        refresh(engine)
        return standing(engine).of("told")

    return bring(engine, "what was told", make)


def test_an_automatic_label_stays_as_long_as_the_theme_is_about_the_same(engine: Engine, theme: str) -> None:
    label = shown(engine, theme)["label"]
    for batch in (1, 2, 3):
        add_feedback(engine, saying("told", 3, {"old words": 4, "shared words": 1}, batch))
        refresh(engine, full=batch == 2)
        assert len(standing(engine).members(theme)) == 6 + 3 * batch
        assert shown(engine, theme)["label"] == label


def test_an_automatic_label_changes_when_the_members_are_others(engine: Engine, theme: str) -> None:
    label = shown(engine, theme)["label"]
    add_feedback(engine, TAKEN_OVER)
    refresh(engine)
    assert len(standing(engine).members(theme)) == 26
    assert shown(engine, theme)["label"] != label
    assert shown(engine, theme)["label_source"] == "auto"


def test_a_label_that_a_person_set_never_changes(engine: Engine, theme: str) -> None:
    edit(engine, theme, label="What Ana hears", summary="They cannot work.")
    add_feedback(engine, TAKEN_OVER)
    for full in (False, True, False):
        refresh(engine, full=full)
        seen = shown(engine, theme)
        assert (seen["label"], seen["summary"], seen["label_source"]) == ("What Ana hears", "They cannot work.", "person")
        assert seen["mentions"] == 26
    assert seen["keyphrases"]


def test_a_label_that_is_given_back_is_the_machines_again(engine: Engine, theme: str) -> None:
    label = shown(engine, theme)["label"]
    edit(engine, theme, label="What Ana hears")
    refresh(engine)
    edit(engine, theme, label=None)
    add_feedback(engine, TAKEN_OVER)
    refresh(engine)
    assert shown(engine, theme)["label"] not in ("What Ana hears", label)
    assert shown(engine, theme)["label_source"] == "auto"


def test_each_sentence_of_a_summary_stands_in_a_quote_that_is_shown(engine: Engine, theme: str) -> None:
    seen = shown(engine, theme)
    with reading(engine) as session:
        quotes = [session.execute(text("SELECT text FROM snippet WHERE id = :id"), {"id": i}).scalar_one() for i in seen["exemplars"]]
    for sentence in filter(None, split_summary(seen["summary"])):
        assert is_made_of(sentence, quotes)


def test_all_labels_of_a_run_differ(engine: Engine, theme: str) -> None:
    labels = [seen["label"].lower() for seen in table(engine)]
    assert len(set(labels)) == len(labels) == 9


@pytest.mark.parametrize("steps", [20, 5_000], indirect=True, ids=["in a small step", "all again"])
def test_what_was_moved_out_of_a_theme_is_quoted_there_no_more(engine: Engine, theme: str, steps: None) -> None:
    seen = shown(engine, theme)
    first = seen["exemplars"][0]
    with transaction(engine) as session:
        place_snippet(session, first, standing(engine).of(3), "Ana", now())
    refresh(engine)
    after = shown(engine, theme)
    assert first not in after["exemplars"]
    assert after["exemplars"]
    assert after["label"] == seen["label"]


def areas(engine: Engine) -> dict[str, str]:
    with reading(engine) as session:
        return {area.theme.id: area.theme.label for area in list_run_areas(session, standing(engine).run.id)}


def test_areas_keep_their_ids_labels_and_themes(engine: Engine) -> None:
    import_company(engine, planted(range(9), 8))
    refresh(engine)
    before, area_of = areas(engine), {theme["id"]: theme["area_id"] for theme in table(engine)}
    assert len(before) == 3
    for batch in (1, 2):
        add_feedback(engine, planted(range(9), 2, batch))
        refresh(engine, full=batch == 2)
        assert areas(engine) == before
        assert {theme["id"]: theme["area_id"] for theme in table(engine)} == area_of


def test_an_area_lives_on_when_a_theme_of_it_is_dismissed(engine: Engine) -> None:
    import_company(engine, planted(range(12), 8))
    refresh(engine)
    before, gone = areas(engine), standing(engine).of(0)
    with transaction(engine) as session:
        dismiss_theme(session, gone, "Ana", now())
    refresh(engine)
    assert areas(engine) == before
    assert gone not in {theme["id"] for theme in table(engine)}


CLAIMS = {
    "export": ("Exporting files times out", "The export of files runs into a timeout."),
    "login": ("Login loops forever", "The single sign login loops forever."),
    "invoice": ("Wrong address on invoice", "The invoice shows the wrong company address."),
}


def word_well(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
    """A model that reads the quotes and words what they say."""
    quotes = json.loads(body["messages"][1]["content"])["quotes"]
    label, summary = next(claims for word, claims in CLAIMS.items() if word in quotes[0]["text"])
    cites = [quote["id"] for quote in quotes]
    say({"label": label, "label_cites": cites, "summary": summary, "summary_cites": cites})(handler, body)


def names(engine: Engine) -> dict[str, str]:
    return {theme["label"]: theme["summary"] for theme in table(engine)}


def test_an_endpoint_words_labels_and_summaries(engine: Engine) -> None:
    import_company(engine)
    with serving(word_well) as server:
        refresh(engine, endpoint=Endpoint(server.url, "small"))
        assert names(engine) == dict(CLAIMS.values())
        assert len(server.requests) == 3
        refresh(engine, endpoint=Endpoint(server.url, "small"))
        add_feedback(engine, complaints("login", ["A-1", "A-3"], source="chat"))
        refresh(engine, full=True, endpoint=Endpoint(server.url, "small"))
        assert len(server.requests) == 3  # what stays is not asked about again
    assert names(engine) == dict(CLAIMS.values())


@pytest.mark.parametrize(
    "answer",
    [
        send(500, b"out of order"),
        send(200, b"not JSON"),
        say({"label": "Export"}),
        say({"label": "Everybody loves Bob", "label_cites": [], "summary": "Every customer wants Bob to win this.", "summary_cites": []}),
    ],
    ids=["down", "no JSON", "another shape", "not borne out"],
)
def test_what_an_endpoint_words_badly_is_not_used(engine: Engine, answer: Callable[..., None], fresh_database: Callable[[str], Engine]) -> None:
    plain = fresh_database("sqlite")
    for database in (plain, engine):
        import_company(database)
    refresh(plain)
    with serving(answer) as server:
        refresh(engine, endpoint=Endpoint(server.url, "small"))
    assert len(server.requests) == 3
    assert table(engine) == table(plain)


def test_an_endpoint_that_is_not_there_costs_no_run(engine: Engine) -> None:
    import_company(engine)
    with serving(word_well) as server:
        pass
    assert refresh(engine, endpoint=Endpoint(server.url, "small")).counts["themes"] == 3


def test_an_endpoint_is_never_asked_about_a_label_that_a_person_set(engine: Engine) -> None:
    import_company(engine, [row for row in FEEDBACK if not row["external_id"].startswith("export")])
    refresh(engine)
    for theme in table(engine):
        edit(engine, theme["id"], label=f"Ours {theme['rank']}")
    add_feedback(engine, [row for row in FEEDBACK if row["external_id"].startswith("export")])
    add_feedback(engine, complaints("login", [f"A-{1 + n % 6}" for n in range(40)], source="chat"))
    with serving(word_well) as server:
        refresh(engine, full=True, endpoint=Endpoint(server.url, "small"))
    assert {theme["label"] for theme in table(engine)} == {"Ours 1", "Ours 2", CLAIMS["export"][0]}
    (asked,) = server.requests
    assert all("export" in quote["text"] for quote in json.loads(asked["messages"][1]["content"])["quotes"])  # type: ignore[index]


def test_a_label_that_a_person_gives_back_is_not_passed_off_as_the_machines(engine: Engine) -> None:
    rank_company(engine)
    first = table(engine)[0]
    with transaction(engine) as session:
        edit_theme(session, first["id"], {"label": "Hand-written name"}, "Ana", datetime.now(UTC))
    refresh(engine)
    with transaction(engine) as session:
        edit_theme(session, first["id"], {"label": None}, "Ana", datetime.now(UTC))
    refresh(engine)
    given_back = next(theme for theme in table(engine) if theme["id"] == first["id"])
    assert (given_back["label"], given_back["label_source"]) == (first["label"], "auto")
    assert given_back["summary"]
