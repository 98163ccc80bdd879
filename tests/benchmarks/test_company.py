"""The simulated company keeps what it promises: its files are the contract's, and its truth is what stands in them."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import Engine

from benchmarks.simulated import Company, simulate
from voc.usecases.feedback.import_file import import_file

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "company.py"
FILES = {
    "accounts": "accounts.csv", "fx": "fx.csv", "arr": "arr.csv", "opportunities": "opportunities.csv", "signals": "signals.csv", "catalogue": "catalogue.csv",
    "feedback": "feedback.jsonl",
}  # fmt: skip


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(3, accounts=120, months=12)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("company")
    command = [sys.executable, str(SCRIPT), "--seed", "3", "--accounts", "60", "--months", "12", "--out", str(found)]
    subprocess.run(command, check=True, capture_output=True)
    return found


def test_every_file_is_imported_without_a_reject(engine: Engine, folder: Path) -> None:
    for kind, name in FILES.items():
        result = import_file(engine, kind, folder / name, reporting_currency="USD")
        assert result.added > 0, kind
        assert (result.rejected, result.unmatched, result.added) == (0, 0, result.read), kind


def test_the_truth_tells_of_every_item_and_its_accounts_have_the_needs(folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    items = {row["external_id"]: row for row in map(json.loads, (folder / "feedback.jsonl").read_text(encoding="utf-8").splitlines())}
    assert {row["external_id"] for row in truth["items"]} == set(items)
    for row in truth["items"]:
        for point in row["points"]:
            assert point["text"] in items[row["external_id"]]["text"]
            if point["about"].startswith("need:"):
                assert row["account_id"] in truth["needs"][point["about"]]["accounts"]
            elif point["about"].startswith("loud:"):
                assert truth["loud"][point["about"]] == row["account_id"]
            assert row["account_id"] not in truth["silent"]


def test_the_same_seed_makes_the_same_company(company: Company) -> None:
    again = simulate(3, accounts=120, months=12)
    assert (again.accounts, again.said, again.ratings, again.arr_changes) == (company.accounts, company.said, company.ratings, company.arr_changes)
    assert simulate(4, accounts=120, months=12).said != company.said


def test_a_population_has_the_needs_of_the_company_it_belongs_to(company: Company) -> None:
    population = simulate(77, accounts=300, months=12, population_of=3)
    assert population.needs == company.needs
    assert len(population.accounts) == 300


def test_a_need_is_voiced_by_accounts_that_feel_it_a_wish_by_one_and_a_one_off_once(company: Company) -> None:
    said_by: dict[str, list[int]] = defaultdict(list)
    for said in company.said:
        said_by[said.about].append(said.account)
    columns = {need.id: column for column, need in enumerate(company.needs)}
    for about, accounts in said_by.items():
        if about in columns:
            assert company.life.has[accounts, columns[about]].all()
        elif about.startswith("loud:"):
            assert len(set(accounts)) == 1
        else:
            assert len(accounts) == 1
    assert sum(about.startswith("loud:") for about in said_by) == 4
    assert sum(about.startswith("oneoff:") for about in said_by) > 10


def test_nobody_speaks_before_it_comes_or_after_it_has_left(company: Company) -> None:
    for said in company.said:
        left = company.left_on(said.account)
        assert company.accounts[said.account].started_on <= said.at.date()  # type: ignore[operator]
        assert left is None or said.at.date() < left


def test_accounts_stand_as_their_history_says(company: Company) -> None:
    facts = company.facts_on(company.calendar.last)
    for row, account in enumerate(company.accounts):
        left = company.left_on(row)
        assert (account.status == "churned") == (left is not None)
        assert company.book.changes(account.id)[-1].arr == account.arr
        assert facts[account.id].status == account.status
        assert (facts[account.id].arr is None) == (account.currency == "SEK")
    assert any(company.left_on(row) for row in range(len(company.accounts)))


def test_what_an_account_lacks_makes_it_leave_by_the_planted_ratio() -> None:
    many = simulate(5, accounts=6_000, months=12)
    for need in many.needs:
        feeling, without = many.hazards(need.id)
        if need.released_in is None and need.fades_from is None and without:
            assert feeling / without == pytest.approx(need.hazard_ratio)
    assert max(need.hazard_ratio for need in many.needs) > 1.5
