"""Files that say less than what is stored: what they do not say stays."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from voc.db.changes import list_begun
from voc.db.schema import METADATA
from voc.db.session import reading, transaction
from voc.domain.changes import ChangeKind
from voc.usecases.feedback.import_file import ImportResult, import_file
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.feedback.undo_import import undo_import

FULL = """account_id,name,arr,currency,domain,segment,plan,industry,region,renews_on,started_on,csm_email,parent_account_id,status,Owner,Tier
a1,Acme,1200,EUR,acme.com;acme.org,Big,Pro,Farming,North,2027-01-01,2024-01-01,bo@us.example,a0,trial,Bo,Gold
"""
DEALS = "opportunity_id,account_id,amount,currency,stage,closes_on,reason\no1,a1,500,CHF,lost,2026-05-01,No export\n"
FEATURES = "feature_id,name,description,status,plan,released_on,url\nf1,Export,CSV,beta,Pro,2026-01-01,https://us.example/f1\n"


def run(engine: Engine, kind: str, path: Path, content: str, **options: Any) -> ImportResult:
    path.write_text(content)
    return import_file(engine, kind, path, reporting_currency="USD", **options)


def only(engine: Engine, table: str) -> dict[str, Any]:
    with reading(engine) as session:
        return dict(session.execute(METADATA.tables[table].select()).mappings().one())


def domains(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return {row.domain for row in session.execute(METADATA.tables["further_domain"].select())}


@pytest.mark.parametrize("content", ["account_id,name,arr,currency\na1,Acme,1300,EUR\n", "account_id,name,mrr\na1,Acme,108.3334\n"])
def test_a_column_that_a_file_does_not_have_changes_nothing_of_an_account(engine: Engine, tmp_path: Path, content: str) -> None:
    run(engine, "accounts", tmp_path / "a.csv", FULL)
    before = only(engine, "account")
    assert run(engine, "accounts", tmp_path / "b.csv", content, dry_run=True).updated == 1
    assert run(engine, "accounts", tmp_path / "b.csv", content).updated == 1
    after = only(engine, "account")
    assert int(after["arr"]) == 1300
    kept = {name: value for name, value in after["attributes"].items() if name != "mrr"}
    assert after | {"arr": 1200, "attributes": kept} == before
    assert domains(engine) == {"acme.org"}
    assert run(engine, "accounts", tmp_path / "b.csv", content).unchanged == 1


def test_an_empty_cell_of_a_column_that_is_there_says_that_nothing_is_known(engine: Engine, tmp_path: Path) -> None:
    run(engine, "accounts", tmp_path / "a.csv", FULL)
    run(engine, "accounts", tmp_path / "b.csv", "account_id,name,arr,domain,plan,status,Owner\na1,Acme,,,,\n")  # the last cell is cut off: it is empty too
    after = only(engine, "account")
    assert (after["arr"], after["domain"], after["plan"], after["status"], after["attributes"]) == (None, None, None, "active", {"Tier": "Gold"})
    assert (after["segment"], after["currency"], domains(engine)) == ("Big", "EUR", set())


def test_a_cell_that_cannot_be_read_leaves_what_is_stored(engine: Engine, tmp_path: Path) -> None:
    run(engine, "accounts", tmp_path / "a.csv", FULL)
    before = only(engine, "account")
    bad = "account_id,name,arr,mrr,currency,domain,renews_on,csm_email,status\na1,Acme,lots,,USD,nowhere,soon,Bo,odd\n"
    result = run(engine, "accounts", tmp_path / "b.csv", bad)
    assert (result.unchanged, len(result.left_out)) == (1, 5)
    assert only(engine, "account") == before  # with the currency: it is that of an amount that stays


def test_a_currency_is_not_changed_under_an_amount_that_a_file_does_not_have(engine: Engine, tmp_path: Path) -> None:
    run(engine, "accounts", tmp_path / "a.csv", FULL)
    run(engine, "accounts", tmp_path / "b.csv", "account_id,name,currency\na1,Acme,USD\na2,Beta,\n")
    run(engine, "accounts", tmp_path / "c.csv", "account_id,name,currency\na2,Beta,CHF\n")
    with reading(engine) as session:
        found = {row.account_id: (row.arr, row.currency) for row in session.execute(METADATA.tables["account"].select())}
    assert found == {"a1": (1200, "EUR"), "a2": (None, "CHF")}


def test_what_an_arr_was_made_of_goes_with_it(engine: Engine, tmp_path: Path) -> None:
    run(engine, "accounts", tmp_path / "a.csv", "account_id,name,amount,interval,Owner\na1,Acme,100,month,Bo\n")
    assert only(engine, "account")["attributes"] == {"Owner": "Bo", "amount": "100", "interval": "month"}
    run(engine, "accounts", tmp_path / "b.csv", "account_id,name,arr\na1,Acme,1300\n")
    assert only(engine, "account")["attributes"] == {"Owner": "Bo"}


def test_an_attribute_is_kept_name_by_name(engine: Engine, tmp_path: Path) -> None:
    run(engine, "accounts", tmp_path / "a.csv", FULL)
    run(engine, "accounts", tmp_path / "b.csv", "account_id,name,Tier,Region code\na1,Acme,Silver,N\n")
    assert only(engine, "account")["attributes"] == {"Owner": "Bo", "Tier": "Silver", "Region code": "N"}


def test_deals_and_features_keep_what_a_file_does_not_say_too(engine: Engine, tmp_path: Path) -> None:
    run(engine, "opportunities", tmp_path / "o.csv", DEALS)
    run(engine, "catalogue", tmp_path / "f.csv", FEATURES)
    deal, feature = only(engine, "opportunity"), only(engine, "feature")
    run(engine, "opportunities", tmp_path / "o2.csv", "opportunity_id,account_id,amount,stage\no1,a1,600,won\n")
    run(engine, "catalogue", tmp_path / "f2.csv", "feature_id,name,description,status\nf1,Export,CSV and PDF,released\n")
    assert only(engine, "opportunity") == deal | {"amount": 600, "stage": "won"}
    assert only(engine, "feature") == feature | {"description": "CSV and PDF", "status": "released"}


def test_a_row_over_the_api_that_lacks_a_key_changes_nothing_there(engine: Engine, tmp_path: Path) -> None:
    run(engine, "accounts", tmp_path / "a.csv", FULL)
    before = only(engine, "account")
    import_rows(engine, "accounts", [{"account_id": "a1", "name": "Acme", "plan": None, "Tier": "Silver"}], reporting_currency="USD")
    assert only(engine, "account") == before | {"plan": None, "attributes": {"Owner": "Bo", "Tier": "Silver"}}


def test_undoing_a_partial_import_restores_exactly_what_was(engine: Engine, tmp_path: Path) -> None:
    run(engine, "accounts", tmp_path / "a.csv", FULL)
    before, had = only(engine, "account"), domains(engine)
    run(engine, "accounts", tmp_path / "b.csv", "account_id,name,arr,domain,Tier\na1,Acme & Co,7,acme.io,\n")
    assert only(engine, "account") != before
    with transaction(engine) as session:
        begun = next(change for _, change in list_begun(session, (ChangeKind.IMPORT_BEGUN,), 1))
        undo_import(session, begun, begun.happened_at)
    assert (only(engine, "account"), domains(engine)) == (before, had)
