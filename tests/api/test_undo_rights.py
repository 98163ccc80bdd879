"""Who may undo what: whoever may take the same thing back by its own address, and nobody else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine

from tests.api.company import account_key, item, members, theme_id
from tests.usecases.tools import tools_with
from voc.db.boilerplate import save_boilerplate
from voc.db.health_weights import add_proposal
from voc.db.proposals import save_proposals
from voc.db.session import transaction
from voc.domain.boilerplate import Boilerplate
from voc.domain.changes import UNDOING, ChangeKind
from voc.domain.deliveries import Outlets
from voc.domain.feedback import feedback_id
from voc.domain.health import SHIPPED_WEIGHTS
from voc.domain.proposals import Proposal
from voc.domain.roles import MAY, Role
from voc.usecases.feedback.import_file import import_file
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.people.add_user import add_user
from voc.usecases.people.create_key import create_key
from voc.usecases.work_job import work_job

EXPORT, LOGIN, ACCOUNT = theme_id("export"), theme_id("login"), account_key("A-1")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LATER = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()

Known = dict[str, Any]  # names of things; `n` is another number each time, `made` what the act answered
Ask = Callable[[TestClient, Known], Response]


@dataclass(frozen=True)
class Act:
    """A change of a kind. `back` is how one takes it back without undo: where there is no such way, None; `own`: it is for oneself alone."""

    kind: ChangeKind
    do: Ask
    back: Ask | None = None
    first: Ask | None = None
    own: bool = False


def place(c: TestClient, k: Known) -> Response:
    return c.put(f"/snippets/{k['snippet']}/theme", json={"theme_id": LOGIN})


def release(c: TestClient, k: Known) -> Response:
    return c.delete(f"/snippets/{k['snippet']}/theme")


def keep(c: TestClient, k: Known, *, shared: bool) -> Response:
    return c.post("/views", json={"name": f"View {k['n']}", "address": "/themes?status=new", "shared": shared})


def drop(c: TestClient, k: Known) -> Response:
    return c.delete(f"/views/{k['made']['id']}")


def mark(c: TestClient, k: Known, how: str) -> Response:
    return c.post("/inbox/marks", json={"mark": how, "snippet_ids": [k["snippet"]]})


def judge(c: TestClient, k: Known) -> Response:
    return c.put(f"/accounts/{ACCOUNT}/health/override", json={"band": "at_risk", "reason": f"a new boss {k['n']}", "expires_on": LATER})


def receive(c: TestClient, k: Known) -> Response:
    return c.post("/feedback", json=item(f"new {k['n']}", "the export dies"))


def upload(c: TestClient, k: Known) -> Response:
    answer = c.post("/imports", files={"kind": (None, "accounts"), "file": ("accounts.csv", accounts_of(k))})
    assert work_job(k["engine"], answer.json()["id"], tools_with(Outlets()))
    return answer


def bring_file(c: TestClient, k: Known) -> Response:
    path = k["folder"] / "accounts.csv"
    path.write_text(accounts_of(k), encoding="utf-8")
    import_file(k["engine"], "accounts", path, reporting_currency="USD")
    return Response(200)


def bring_rows(c: TestClient, k: Known) -> Response:
    import_rows(k["engine"], "accounts", [{"account_id": f"N-{k['n']}", "name": "New", "arr": "5"}], reporting_currency="USD")
    return Response(200)


def refuse(c: TestClient, k: Known) -> Response:
    proposal = Proposal("merge", (EXPORT, f"thm_{k['n']}"), 0.8)
    with transaction(k["engine"]) as session:
        save_proposals(session, [proposal])
    return c.delete(f"/proposals/{proposal.id}")


def accounts_of(k: Known) -> str:
    return f"account_id,name,arr\nN-{k['n']},New,5\n"


ACTS = {
    "receive feedback": Act(ChangeKind.FEEDBACK_RECEIVED, receive),
    "upload a file": Act(ChangeKind.IMPORT_REQUESTED, upload),
    "import a file": Act(ChangeKind.IMPORT_BEGUN, bring_file),
    "import rows": Act(ChangeKind.IMPORT_DONE, bring_rows),
    "edit": Act(
        ChangeKind.THEME_EDITED,
        lambda c, k: c.patch(f"/themes/{EXPORT}", json={"owner": f"Ana {k['n']}"}),
        lambda c, k: c.patch(f"/themes/{EXPORT}", json={"owner": None}),
    ),
    "place": Act(ChangeKind.DECISION_MADE, place, release),
    "release": Act(ChangeKind.DECISION_UNDONE, release, place, first=place),
    "refuse a proposal": Act(ChangeKind.PROPOSAL_REFUSED, refuse),
    "link": Act(
        ChangeKind.THEME_LINKED,
        lambda c, k: c.post(f"/themes/{EXPORT}/links", json={"url": f"https://issues.example/{k['n']}", "title": "VOC"}),
        lambda c, k: c.delete(f"/themes/{EXPORT}/links/{k['made']['id']}"),
    ),
    "tell": Act(
        ChangeKind.ACCOUNT_TOLD,
        lambda c, k: c.put(f"/themes/{EXPORT}/askers/{ACCOUNT}/told"),
        lambda c, k: c.delete(f"/themes/{EXPORT}/askers/{ACCOUNT}/told"),
    ),
    "rule on boilerplate": Act(
        ChangeKind.BOILERPLATE_RULED,
        lambda c, k: c.put("/boilerplate/bpl_a/ruling", json={"is_boilerplate": False}),
        lambda c, k: c.delete("/boilerplate/bpl_a/ruling"),
    ),
    "keep a view": Act(ChangeKind.VIEW_KEPT, lambda c, k: keep(c, k, shared=False), drop),
    "share a view": Act(ChangeKind.VIEW_KEPT, lambda c, k: keep(c, k, shared=True), drop),
    "judge": Act(ChangeKind.HEALTH_OVERRIDDEN, judge, lambda c, k: c.delete(f"/accounts/{ACCOUNT}/health/override")),
    "mark as done": Act(ChangeKind.SNIPPET_MARKED, lambda c, k: mark(c, k, "done")),
    "put off": Act(ChangeKind.SNIPPET_MARKED, lambda c, k: mark(c, k, "later"), own=True),
    "assign": Act(
        ChangeKind.SNIPPET_ASSIGNED,
        lambda c, k: c.put(f"/snippets/{k['snippet']}/owner", json={"user_id": k["user"]}),
        lambda c, k: c.delete(f"/snippets/{k['snippet']}/owner"),
    ),
    "tag": Act(
        ChangeKind.TAGGED,
        lambda c, k: c.post("/tags", json={"name": f"tag {k['n']}", "feedback_ids": [k["feedback"]]}),
        lambda c, k: c.delete(f"/tags/{k['made']['id']}"),
    ),
    "write a note": Act(
        ChangeKind.NOTE_CHANGED, lambda c, k: c.post("/notes", json={"on": EXPORT, "text": "Call them"}), lambda c, k: c.delete(f"/notes/{k['made']['id']}")
    ),
    "edit a user": Act(
        ChangeKind.USER_EDITED,
        lambda c, k: c.patch(f"/users/{k['user']}", json={"name": f"Ana {k['n']}"}),
        lambda c, k: c.patch(f"/users/{k['user']}", json={"name": "Ana"}),
    ),
    "set": Act(
        ChangeKind.SETTING_CHANGED,
        lambda c, k: c.patch("/settings", json={"keep_feedback_months": k["n"]}),
        lambda c, k: c.patch("/settings", json={"keep_feedback_months": None}),
    ),
    "assign a domain": Act(
        ChangeKind.DOMAIN_ASSIGNED,
        lambda c, k: c.put(f"/account-domains/p{k['n']}.example", json={"account_id": "A-2"}),
        lambda c, k: c.delete(f"/account-domains/p{k['n']}.example"),
    ),
    "ignore an origin": Act(
        ChangeKind.ORIGIN_IGNORED,
        lambda c, k: c.put("/unmatched/ignored", json={"domain": f"p{k['n']}.example", "ignored": True}),
        lambda c, k: c.put("/unmatched/ignored", json={"domain": f"p{k['n']}.example", "ignored": False}),
    ),
    "accept weights": Act(
        ChangeKind.WEIGHTS_ACCEPTED,
        lambda c, k: c.post(f"/health/weights/{k['weights']}/acceptance"),
        lambda c, k: c.delete(f"/health/weights/{k['weights']}/acceptance"),
    ),
}


def test_every_kind_of_change_that_can_be_undone_is_tried_here() -> None:
    assert {act.kind for act in ACTS.values()} == set(UNDOING)


@pytest.fixture
def known(engine: Engine, published: str, tmp_path: Path) -> Known:
    with transaction(engine) as session:
        user = add_user(session, "ana@example.com", "Ana", Role.CSM, NOW)
        weights = add_proposal(session, SHIPPED_WEIGHTS, {}, NOW)
        save_boilerplate(session, [Boilerplate("bpl_a", "Read this", 9, 4, "a notice", feedback_id("zendesk", "0"))], NOW)
    return {"snippet": members(engine, EXPORT)[0], "user": user.id, "weights": weights, "engine": engine, "folder": tmp_path}


@pytest.mark.parametrize("name", ACTS)
def test_undo_asks_for_the_right_and_the_ownership_that_the_act_asks_for(name: str, app: FastAPI, engine: Engine, known: Known) -> None:
    act, numbers = ACTS[name], count(1)
    maker_role = next(role for role in (Role.CSM, Role.PM, Role.ADMIN) if role in MAY[UNDOING[act.kind]])

    def client_of(role: Role, whose: str) -> TestClient:
        with transaction(engine) as session:
            key = create_key(session, whose, role, NOW)[1]
        return TestClient(app, headers={"Authorization": f"Bearer {key}"}, base_url="http://testserver/api/v1")

    maker, admin = client_of(maker_role, "maker"), client_of(Role.ADMIN, "watcher")
    askers = {"the maker": maker, **{f"another {role}": client_of(role, f"another {role}") for role in Role}}
    known["feedback"] = maker.get("/feedback").json()["data"][0]["id"]

    def do() -> str:
        known["n"] = next(numbers)
        if act.first:
            assert act.first(maker, known).status_code < 300
        answer = act.do(maker, known)
        assert answer.status_code < 300, answer.text
        known["made"] = answer.json() if answer.content else {}
        return str(admin.get("/changes", params={"kind": act.kind, "limit": 1}).json()["data"][0]["id"])

    def is_let(answer: Response) -> bool:
        assert answer.status_code < 300 or answer.status_code in (403, 404), answer.text
        return answer.status_code < 300

    may_undo, may_take_back = {}, {}
    for who, asker in askers.items():
        change = do()
        if act.back:
            may_take_back[who] = is_let(act.back(asker, known))
        else:
            may_take_back[who] = who == "the maker" or (not act.own and Role(who.split()[-1]) in MAY[UNDOING[act.kind]])
        if not act.back or not may_take_back[who]:
            maker.post(f"/changes/{change}/undo")
        change = do()
        may_undo[who] = is_let(asker.post(f"/changes/{change}/undo"))
        if not may_undo[who]:
            assert maker.post(f"/changes/{change}/undo").status_code == 200
    assert may_undo == may_take_back
    assert may_undo["the maker"] and not may_undo["another leadership"]
