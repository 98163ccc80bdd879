"""Every operation of the API's description, fuzzed by Schemathesis: no answer of 5xx, and none that the description does not tell of.

Answers are held against their schemas with unknown fields forbidden. VOC_FUZZ_EXAMPLES sets how many cases each operation gets (`.ci/long` asks for more).
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from sqlalchemy import Engine

from tests.api.company import account_key, import_company, members, publish, theme_id
from voc.db.boilerplate import save_boilerplate
from voc.db.changes import list_begun, list_changes
from voc.db.health_weights import add_proposal
from voc.db.jobs import add_job
from voc.db.session import transaction
from voc.domain.boilerplate import Boilerplate
from voc.domain.changes import IMPORTING
from voc.domain.feedback import feedback_id
from voc.domain.health import SHIPPED_WEIGHTS
from voc.domain.roles import Role
from voc.settings import Settings
from voc.usecases.people.add_user import add_user
from voc.usecases.people.create_key import create_key
from voc.usecases.shared.request_refresh import refresh_payload
from voc_api.access import API
from voc_api.main import create_app

EXAMPLES = int(os.environ.get("VOC_FUZZ_EXAMPLES", "4"))
NOW = datetime(2026, 11, 1, tzinfo=UTC)
OPERATIONS = sorted(address for address in API if address != "GET /api/v1/openapi.json")
HELD = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance", "response_schema_conformance",
    "allow_header_conformance",
)  # fmt: skip


def forbid_unknown(part: Any) -> Any:
    """The description with unknown fields forbidden. To clients it says that shapes may gain some."""
    if isinstance(part, dict):
        held = {name: forbid_unknown(value) for name, value in part.items()}
        return {**held, "additionalProperties": False} if "properties" in held and held.get("additionalProperties") is True else held
    return [forbid_unknown(value) for value in part] if isinstance(part, list) else part


class Fuzzed:
    """A service with a small company, its strict description, and the ids of what is there."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        import_company(engine)
        publish(engine)
        with transaction(engine) as session:
            self.key = create_key(session, "fuzz", Role.ADMIN, NOW)[1]
            ana = add_user(session, "ana@example.com", "Ana", Role.CSM, NOW).id
            save_boilerplate(session, [Boilerplate("bpl_a", "Read this", 9, 4, "a notice", feedback_id("zendesk", "0"))], NOW)
            self.ids: dict[str, Sequence[str]] = {
                "theme_id": [theme_id("export"), theme_id("login")],
                "snippet_id": members(engine, theme_id("export"))[:2],
                "feedback_id": [feedback_id("zendesk", "0")],
                "account_id": [account_key("A-1"), account_key("A-2")],
                "user_id": [ana],
                "key_id": [create_key(session, "other", Role.PM, NOW)[0]],
                "weights_id": [add_proposal(session, SHIPPED_WEIGHTS, {}, NOW)],
                "job_id": [add_job(session, "refresh", refresh_payload(NOW), NOW)],
                "import_id": [list_begun(session, IMPORTING, 1)[0][1].id],
                "change_id": [list_changes(session, 1)[0][1].id],
                "domain": ["partner.example"],
                "boilerplate_id": ["bpl_a"],
            }
        url = engine.url.render_as_string(hide_password=False)
        self.app = create_app(Settings(_env_file=None, database_url=url, data_dir=folder, secret_key="only for tests", allowed_hosts="localhost,testserver"))
        self.app.openapi_schema = forbid_unknown(self.app.openapi())
        with TestClient(self.app, headers={"Authorization": f"Bearer {self.key}"}, base_url="http://localhost/api/v1") as client:
            self.ids["report_id"] = [client.post("/reports", json={"month": "2026-09"}).json()["id"]]
            self.ids["note_id"] = [client.post("/notes", json={"on": theme_id("export"), "text": "Call them"}).json()["id"]]
            self.ids["view_id"] = [client.post("/views", json={"name": "New", "address": "/themes?status=new"}).json()["id"]]
            tagged = {"name": "urgent", "feedback_ids": list(self.ids["feedback_id"])}
            self.ids["tag_id"] = [client.post("/tags", json=tagged).json()["id"]]
        self.schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", self.app)

    def known(self, name: str) -> Sequence[str]:
        """Ids that a parameter or a field of this name may have: `theme_id`, `theme_ids`, `theme`, `on`."""
        if name == "on":
            return [*self.ids["theme_id"], *self.ids["snippet_id"]]
        return self.ids.get(f"{name.removesuffix('s').removesuffix('_id')}_id", ())


def enliven(fuzzed: Fuzzed, case: Case, draw: Callable[[Sequence[str]], str]) -> None:
    """Put ids of what is there into a case, which otherwise names nothing and is refused at once."""
    for part in (case.path_parameters, case.query, case.body):
        for name in part if isinstance(part, dict) else ():
            if known := fuzzed.known(name):
                part[name] = list(known) if name.endswith("s") else draw(known)
    if isinstance(case.path_parameters, dict) and "form" in case.path_parameters:
        case.path_parameters["form"] = draw(["html", "md", "json"])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def fuzzed(request: pytest.FixtureRequest, fresh_database: Callable[[str], Engine], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    load_all_checks()
    found = Fuzzed(fresh_database(request.param), tmp_path_factory.mktemp("data"))
    yield found
    found.app.state.services.engine.dispose()


@pytest.fixture(scope="module")
def told() -> Iterator[Counter[int]]:
    """The statuses of all answers, printed at the end."""
    statuses: Counter[int] = Counter()
    yield statuses
    print(f"\nfuzzed {sum(statuses.values())} cases of {len(OPERATIONS)} operations: {dict(sorted(statuses.items()))}")


@pytest.mark.parametrize("address", OPERATIONS)
def test_an_operation_answers_as_it_is_described(fuzzed: Fuzzed, told: Counter[int], address: str) -> None:
    method, _, path = address.partition(" ")
    operation = fuzzed.schema[path][method]
    cases = st.one_of(operation.as_strategy(GenerationMode.POSITIVE), operation.as_strategy(GenerationMode.NEGATIVE))

    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
    )
    @given(case=cases, data=st.data())
    def run(case: Case, data: st.DataObject) -> None:
        if data.draw(st.integers(0, 3)):
            enliven(fuzzed, case, lambda known: data.draw(st.sampled_from(known)))
        answer = case.call(headers={"Authorization": f"Bearer {fuzzed.key}"})
        told[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS.get_by_names(list(HELD)))

    run()


@pytest.mark.parametrize("path", sorted({address.partition(" ")[2] for address in API}))
def test_a_method_that_is_not_possible_is_told_all_that_are(app: FastAPI, path: str) -> None:
    possible = {address.partition(" ")[0] for address in API if address.endswith(f" {path}")}
    possible |= {"HEAD"} if "GET" in possible else set()
    client = TestClient(app)
    asked = path.replace("{form}", "html")
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} - possible:
        answer = client.request(method, asked.format_map(Anything()))
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == possible


class Anything(dict[str, str]):
    """Every name stands for something."""

    def __missing__(self, name: str) -> str:
        return "x"
