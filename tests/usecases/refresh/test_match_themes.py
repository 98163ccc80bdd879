"""A refresh matches the catalogue and the deals to the themes, and figures, filters and people's words follow."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.fakes import WordEmbedder
from tests.usecases.company import COMPLAINTS, Row, import_company, refresh, table
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.errors import InputError
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.shared.score_themes import EvidenceFilter, score_themes
from voc.usecases.themes.list_theme_history import list_history
from voc.usecases.themes.list_themes import ThemeQuery

FEATURES = [
    {"feature_id": "export", "name": "Export", "description": COMPLAINTS["export"], "status": "released", "plan": "Team", "released_on": "2026-01-01"},
    {"feature_id": "login", "name": "Login", "description": COMPLAINTS["login"], "status": "planned"},
    {"feature_id": "gardens", "name": "Gardens", "description": "aviaries with tropical parrots", "status": "released"},
]
DEALS = [
    {"opportunity_id": "O-1", "account_id": "A-1", "amount": "500", "stage": "open", "reason": f"Waits: {COMPLAINTS['export']}"},
    {"opportunity_id": "O-2", "account_id": "A-2", "amount": "70", "stage": "lost", "reason": f"{COMPLAINTS['export']}. {COMPLAINTS['invoice']}."},
    {"opportunity_id": "O-3", "account_id": "A-3", "amount": "9", "stage": "open", "reason": "budget freeze"},
    {"opportunity_id": "O-4", "account_id": "A-3", "amount": "9", "stage": "open"},
]


@pytest.fixture
def company(engine: Engine) -> Engine:
    import_company(engine)
    for kind, rows in (("catalogue", FEATURES), ("opportunities", DEALS)):
        assert all(result.error is None for result in import_rows(engine, kind, rows, reporting_currency="USD"))
    refresh(engine)
    return engine


def themes(engine: Engine, query: ThemeQuery | None = None) -> dict[str, Row]:
    """The themes by the complaint that they are about."""
    return {next(word for word in COMPLAINTS if word in t["label"].lower() or word in " ".join(t["keyphrases"])): t for t in table(engine, query)}


def test_each_theme_is_judged_by_the_feature_that_it_is_like(company: Engine) -> None:
    found = {name: (t["catalogue"]["verdict"], t["catalogue"]["feature_id"], t["catalogue"]["source"]) for name, t in themes(company).items()}
    assert found["login"] == ("planned", "login", "auto")
    assert found["invoice"] == ("gap", None, "auto")
    assert found["export"][1] == "export"
    assert list(themes(company, ThemeQuery(verdicts=("gap",)))) == ["invoice"]
    with pytest.raises(InputError, match="there is no verdict 'gapp'"):
        table(company, ThemeQuery(verdicts=("gapp",)))


def test_a_deal_counts_in_every_theme_that_its_reason_names_and_in_no_other(company: Engine) -> None:
    money = {name: (t["open_pipeline"]["amount"], t["lost_arr"]["amount"], t["opportunities"]) for name, t in themes(company).items()}
    assert money == {"export": ("500.00", "70.00", ["O-1", "O-2"]), "invoice": ("0.00", "70.00", ["O-2"]), "login": ("0.00", "0.00", [])}


def test_narrowed_evidence_is_judged_by_the_same_matches(company: Engine) -> None:
    with reading(company) as session:
        run = find_current_run(session)
        assert run is not None
        narrowed = {r.theme.id: r for r in score_themes(session, run, EvidenceFilter(sources=("zendesk",)))}
    whole = themes(company)["login"]
    assert narrowed[whole["id"]].catalogue is not None
    assert narrowed[whole["id"]].catalogue.verdict == "planned"
    assert [str(t.money.amount) for t in (narrowed[themes(company)["export"]["id"]].impact.exposure.open_pipeline,)] == ["500.00"]


def test_nothing_is_embedded_twice(company: Engine) -> None:
    embedder = WordEmbedder()
    refresh(company, embedder=embedder)
    assert not {text for text in embedder.asked if "parrots" in text or "Waits" in text}


def test_a_persons_verdict_shows_at_once_and_stands_in_every_later_refresh(company: Engine) -> None:
    theme_id = themes(company)["login"]["id"]

    def say(value: Row | None) -> None:
        with transaction(company) as session:
            edit_theme(session, theme_id, {"catalogue": value}, "Ana", datetime.now(UTC))

    say({"verdict": "gap", "feature_id": None})
    for _ in range(2):
        judged = themes(company)["login"]["catalogue"]
        assert (judged["verdict"], judged["feature_id"], judged["source"], judged["confidence"]) == ("gap", None, "person", 1.0)
        refresh(company)
    say(None)
    refresh(company)
    assert themes(company)["login"]["catalogue"]["source"] == "auto"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"verdict": "released", "feature_id": "nothing"}, "no feature 'nothing'"),
        ({"verdict": "released", "feature_id": None}, "any other verdict names"),
        ({"verdict": "gap", "feature_id": "login"}, "a gap has no feature_id"),
    ],
)
def test_a_verdict_that_cannot_be_is_refused(company: Engine, said: Row, why: str) -> None:
    with transaction(company) as session, pytest.raises(InputError, match=why):
        edit_theme(session, themes(company)["login"]["id"], {"catalogue": said}, "Ana", datetime.now(UTC))


def test_the_history_tells_of_a_persons_verdict(company: Engine) -> None:
    theme_id = themes(company)["login"]["id"]
    with transaction(company) as session:
        edit_theme(session, theme_id, {"catalogue": {"verdict": "gap"}}, "Ana", datetime.now(UTC))
    with reading(company) as session:
        events = [event for entry in list_history(session, theme_id) for event in entry["events"]]
    assert [event["kind"] for event in events if event["made_by"] == "Ana"] == ["judged"]
