import json
from pathlib import Path

from sqlalchemy import Engine

from tests.matched import add_feature, match
from tests.running import Done, run_voc_on
from tests.usecases.company import ACCOUNTS, import_company, refresh
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.db.themes import list_run_themes
from voc.usecases.feedback.import_rows import import_rows


def voc(engine: Engine, folder: Path, *words: str) -> Done:
    return run_voc_on(engine, folder, "leads", *words)


def test_leads_are_printed_as_a_table_and_as_json(engine: Engine, tmp_path: Path) -> None:
    import_company(engine)
    plans = {"A-6": "Pro", "A-1": "Free", "A-7": "Free"}
    import_rows(engine, "accounts", [{**a, "plan": plans.get(a["account_id"], "Basic")} for a in ACCOUNTS], reporting_currency="USD")
    refresh(engine)
    add_feature(engine, "bulk", "Pro")
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        (export,) = (p.theme.id for p in list_run_themes(session, run.id) if "export" in p.theme.label.lower())
    match(engine, export, "bulk")
    printed = voc(engine, tmp_path)
    assert printed.returncode == 0, printed.stderr
    assert "they may bring $0 a year, an account counted once; 7 accounts have too few like them to measure by." in printed.stdout
    assert "Plans: Free, Basic, Pro: by the median ARR of the accounts on each, the lowest first." in printed.stdout
    found = json.loads(voc(engine, tmp_path, "--json", "--limit", "2", "--segment", "mid,large").stdout)
    assert [(lead["account_id"], lead["potential"] and lead["potential"]["amount"]) for lead in found["data"]] == [("A-1", "5000.00"), ("A-2", "4000.00")]
    assert found["has_more"] is True


def test_without_a_ranking_it_says_what_to_do(engine: Engine, tmp_path: Path) -> None:
    done = voc(engine, tmp_path)
    assert done.returncode == 3
    assert "run `voc refresh`" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(voc(engine, tmp_path, "--json").stdout)["data"] == []


def test_brackets_in_a_customers_words_are_brackets(engine: Engine, tmp_path: Path) -> None:
    import_company(engine)
    import_rows(engine, "accounts", [{**ACCOUNTS[0], "name": "[/b] [red]Ltd", "segment": "[/x]y"}], reporting_currency="USD")
    refresh(engine)
    for command in (["accounts", "--limit", "0"], ["silence"], ["retention", "--by", "segment"], ["leads"]):
        done = run_voc_on(engine, tmp_path, *command)
        assert done.returncode == 0, done.stderr
        assert command[0] != "accounts" or "[/b] [red]Ltd" in done.stdout
