"""Dumps of small databases as landed revisions left them: `python -m tests.db.landed` writes the one of today's last revision.

A dump holds the rows of each table as SQLite keeps them, a line a table. Loading one migrates an empty database to its revision, whose file is frozen, and adds
the rows: the same on both databases.
"""

import base64
import json
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient
from sqlalchemy import Boolean, DateTime, Engine, inspect, text

from tests.api.company import account_key, members, rank_company, theme_id
from voc.db.migrating import alembic_config, upgrade_database
from voc.db.schema import METADATA
from voc.db.session import create_database, transaction
from voc.domain.roles import Role
from voc.settings import Settings
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.people.add_user import add_user
from voc.usecases.people.create_key import create_key
from voc.usecases.people.set_password import hash_password
from voc_api.main import create_app

FOLDER = Path(__file__).parent / "dumps"
DUMPS = sorted(path.stem for path in FOLDER.glob("*.jsonl"))
EMAIL, PASSWORD = "ana@example.com", "correct horse battery"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def load_dump(engine: Engine, revision: str) -> Mapping[str, int]:
    """Fill an empty database as the revision left it; how many rows each table has."""
    with engine.begin() as connection:
        config = alembic_config(connection)
        command.upgrade(config, revision)
    counts: dict[str, int] = {}
    with engine.begin() as connection:
        for line in (FOLDER / f"{revision}.jsonl").read_text(encoding="utf-8").splitlines():
            table = json.loads(line)
            counts[table["table"]] = len(table["rows"])
            types = {column["name"]: column["type"] for column in inspect(connection).get_columns(table["table"])}
            place = "%s" if engine.dialect.name == "postgresql" else "?"
            columns = ", ".join(f'"{name}"' for name in table["columns"])
            added = f'INSERT INTO "{table["table"]}" ({columns}) VALUES ({", ".join([place] * len(table["columns"]))})'
            rows = [[_load(value, types[name], engine) for name, value in zip(table["columns"], row, strict=True)] for row in table["rows"]]
            # The driver's own cursor: PostgreSQL then reads a text as whatever its column is.
            connection.connection.cursor().executemany(added, rows)
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval(pg_get_serial_sequence('change', 'sequence'), (SELECT max(sequence) FROM change))"))
    return counts


def _load(value: Any, kind: Any, engine: Engine) -> Any:
    if isinstance(value, dict):
        return base64.b64decode(value["base64"])
    if engine.dialect.name == "postgresql" and value is not None:
        if isinstance(kind, Boolean):
            return bool(value)
        if isinstance(kind, DateTime):
            return f"{value}+00:00"
    return value


def write_dump() -> Path:
    """Dump a small company in which people have done a bit of everything; the file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_database(f"sqlite:///{folder}/voc.db")
        upgrade_database(engine)
        _live(engine, Path(folder))
        with engine.begin() as connection:
            lines = []
            for table in METADATA.sorted_tables:
                columns = [column.name for column in table.columns]
                named = ", ".join(f'"{column}"' for column in columns)
                rows = connection.exec_driver_sql(f'SELECT {named} FROM "{table.name}" ORDER BY rowid').all()
                if rows:
                    kept = [[{"base64": base64.b64encode(v).decode()} if isinstance(v, bytes) else v for v in row] for row in rows]
                    lines.append(json.dumps({"table": table.name, "columns": columns, "rows": kept}, ensure_ascii=False))
            head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
        engine.dispose()
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{head}.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _live(engine: Engine, folder: Path) -> None:
    rank_company(engine)
    import_rows(engine, "accounts", [{"account_id": "A-6", "name": "Fir", "domain": "a6.example, fir.example"}], reporting_currency="USD")
    with transaction(engine) as session:
        key = create_key(session, "landed", Role.ADMIN, NOW)[1]
        user = add_user(session, EMAIL, "Ana Lima", Role.CSM, NOW, password_hash=hash_password(PASSWORD, EMAIL))
    settings = Settings(_env_file=None, database_url=str(engine.url), data_dir=folder, secret_key="only for tests", allowed_hosts="testserver")
    export, login, snippet = theme_id("export"), theme_id("login"), members(engine, theme_id("export"))[0]
    later = (datetime.now(UTC).date() + timedelta(days=300)).isoformat()
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}, base_url="http://testserver/api/v1") as client:
        report = client.post("/reports", json={"month": "2026-09"}).json()["id"]
        done = [
            client.patch(f"/themes/{export}", json={"label": "Exports fail", "status": "planned", "owner": "Ana", "pinned": True}),
            client.post(f"/themes/{export}/links", json={"url": "https://issues.example/1", "title": "VOC-1"}),
            client.put(f"/snippets/{snippet}/theme", json={"theme_id": login}),
            client.post(f"/themes/{theme_id('invoice')}/dismissals", json={"reason": "billing's own"}),
            client.post("/tags", json={"name": "urgent", "feedback_ids": [client.get("/feedback").json()["data"][0]["id"]]}),
            client.post("/notes", json={"on": snippet, "text": "Call them, @ana"}),
            client.put(f"/snippets/{snippet}/owner", json={"user_id": user.id}),
            client.post("/inbox/marks", json={"snippet_ids": [snippet], "mark": "done"}),
            client.post("/views", json={"name": "Planned", "address": "/themes?status=planned", "shared": True}),
            client.put(
                f"/accounts/{account_key('A-1')}/health/override",
                json={"band": "at_risk", "reason": "a new boss", "expires_on": later},
            ),
            client.put("/account-domains/partner.example", json={"account_id": "A-2"}),
            client.put("/unmatched/ignored", json={"domain": "nobody.example", "ignored": True}),
            client.patch("/settings", json={"score_weights": "affected_arr=50"}),
            client.post(f"/reports/{report}/approval"),
            client.post(f"/reports/{report}/freeze"),
            client.post("/refreshes", headers={"Idempotency-Key": "landed"}),
        ]
    if refused := [(answer.request.url.path, answer.text) for answer in done if answer.status_code >= 300]:
        raise SystemExit(f"the company did not live as it should: {refused}")


if __name__ == "__main__":
    sys.stdout.write(f"{write_dump()}\n")
