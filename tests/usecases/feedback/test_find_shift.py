"""A file that takes a month's ARR for a year's is seen before anything is written."""

import tracemalloc
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from tests.usecases.tools import tools_with
from voc.db.jobs import get_job
from voc.db.session import reading, transaction
from voc.db.tables import AccountRow, ArrChangeRow
from voc.domain.deliveries import Outlets
from voc.domain.shift import Shift, Step, judge_step
from voc.errors import UnconfirmedError
from voc.sources.layout import AS_IT_IS, Layout
from voc.usecases.feedback.import_file import ImportResult, import_file
from voc.usecases.feedback.request_import import request_import
from voc.usecases.work_job import work_job

CASE = Layout({"mrr": "arr"})
amounts = st.decimals("0.01", 10**9, places=2)


def accounts(path: Path, arr: Iterable[object]) -> Path:
    path.write_text("account_id,name,arr\n" + "".join(f"A-{n},Company {n},{one}\n" for n, one in enumerate(arr)), encoding="utf-8")
    return path


def changes(path: Path, rows: Iterable[tuple[int, str, object]]) -> Path:
    path.write_text("account_id,effective_on,arr\n" + "".join(f"A-{n},{day},{arr}\n" for n, day, arr in rows), encoding="utf-8")
    return path


def bring(engine: Engine, path: Path, kind: str = "accounts", **options: Any) -> ImportResult:
    return import_file(engine, kind, path, reporting_currency="USD", **options)


def told(engine: Engine) -> list[Decimal | None]:
    with reading(engine) as session:
        return list(session.scalars(select(AccountRow.arr).order_by(AccountRow.account_id)))


@pytest.mark.parametrize(
    ("factor", "words"), [(Decimal(1) / 12, "6 of the 6 accounts .* a twelfth .* mrr"), (12, "6 of the 6 accounts .* twelve times .* arr")]
)
def test_a_file_in_which_most_arr_moves_twelvefold_is_not_imported_until_somebody_says_yes(engine: Engine, tmp_path: Path, factor: Decimal, words: str) -> None:
    before = [12_000 * n for n in range(1, 7)]
    bring(engine, accounts(tmp_path / "a.csv", before))
    path = accounts(tmp_path / "b.csv", [n * factor for n in before])
    with pytest.raises(UnconfirmedError, match=words) as refused:
        bring(engine, path)
    assert "--yes" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert told(engine) == before
    assert bring(engine, path, dry_run=True).notes == [str(refused.value).partition(";")[0]]
    assert bring(engine, path, yes=True).updated == 6
    assert told(engine) == [n * factor for n in before]


def test_the_latest_day_of_an_account_tells_in_an_arr_file(engine: Engine, tmp_path: Path) -> None:
    bring(engine, accounts(tmp_path / "a.csv", [12_000] * 6))
    bring(engine, changes(tmp_path / "b.csv", [(n, "2026-01-01", 24_000) for n in range(6)]), "arr")
    grown = [(n, day, arr) for n in range(6) for day, arr in (("2026-03-01", 26_000), ("2026-02-01", 2_000))]
    assert bring(engine, changes(tmp_path / "c.csv", grown), "arr").notes == []
    monthly = [(n, day, arr) for n in range(6) for day, arr in (("2026-05-01", 26_500), ("2026-06-01", 2_200))]
    with pytest.raises(UnconfirmedError):
        bring(engine, changes(tmp_path / "d.csv", monthly), "arr")
    with reading(engine) as session:
        assert len(session.scalars(select(ArrChangeRow.arr)).all()) == 18


def test_few_accounts_are_told_of_and_not_asked_about(engine: Engine, tmp_path: Path) -> None:
    bring(engine, accounts(tmp_path / "a.csv", [12_000, 5_000]))
    found = bring(engine, accounts(tmp_path / "b.csv", [1_000, 5_000]))
    assert (found.updated, found.notes) == (1, ["the new ARR is a twelfth of the old one: if the column is monthly, map it to mrr"])


def test_the_case_of_a_monthly_column_mapped_to_arr_is_noted(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("account_id,name,arr\n0015500000AbCdE,Acme,119880\n", encoding="utf-8")
    bring(engine, tmp_path / "a.csv")
    (tmp_path / "mrr_as_arr.csv").write_text("account_id,effective_on,mrr,currency\n0015500000AbCdE,2026-10-01,9990,USD\n", encoding="utf-8")
    note = "the new ARR is a twelfth of the old one: if the column is monthly, map it to mrr"
    assert bring(engine, tmp_path / "mrr_as_arr.csv", "arr", layout=CASE, dry_run=True).notes == [note]
    found = bring(engine, tmp_path / "mrr_as_arr.csv", "arr", layout=AS_IT_IS)
    assert (found.added, found.notes) == (1, [])  # as mrr it is what the account pays
    with reading(engine) as session:
        assert list(session.scalars(select(ArrChangeRow.arr))) == [119_880]


def test_growth_new_accounts_and_unknown_arr_raise_no_question(engine: Engine, tmp_path: Path) -> None:
    untold = "1 account without ARR, which stays unknown: voc reads it from the columns arr, mrr, or amount with interval"
    assert bring(engine, accounts(tmp_path / "a.csv", [12_000, 12_000, 12_000, "", "", ""])).notes[1:] == [untold.replace("1 account", "3 accounts")]
    assert bring(engine, accounts(tmp_path / "b.csv", [13_000, 24_000, "", 1_000, 1_000, 1_000, 500, 500])).notes[1:] == [untold]
    assert told(engine) == [13_000, 24_000, None, 1_000, 1_000, 1_000, 500, 500]


def test_a_job_fails_with_the_line_unless_it_was_told_yes(engine: Engine, tmp_path: Path) -> None:
    bring(engine, accounts(tmp_path / "a.csv", [12_000] * 6))
    for yes, state in ((False, "failed"), (True, "done")):
        path = accounts(tmp_path / "b.csv", [1_000] * 6)
        with transaction(engine) as session:
            job_id = request_import(session, "accounts", str(path), datetime.now(UTC), layout=AS_IT_IS, yes=yes)
        work_job(engine, job_id, tools_with(Outlets()))
        with reading(engine) as session:
            job = get_job(session, job_id)
        assert job.state == state
        assert yes or "yes=true" in str(job.error)
        assert told(engine) == [1_000 if yes else 12_000] * 6


def test_the_first_pass_needs_no_more_memory_for_a_long_file(engine: Engine, tmp_path: Path) -> None:
    bring(engine, accounts(tmp_path / "a.csv", [10]))

    def peak(rows: int) -> int:
        path = accounts(tmp_path / "long.csv", range(rows))
        tracemalloc.start()
        bring(engine, path, dry_run=True)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(2_000)
    assert peak(12_000) < 1.5 * peak(4_000)


@given(amounts, st.decimals("10.6", "13.4", places=2))
def test_a_fall_is_a_rise_read_backwards(arr: Decimal, factor: Decimal) -> None:
    low, high = (arr, "USD"), (arr * factor, "USD")
    assert (judge_step(low, high), judge_step(high, low)) == (Step.RISE, Step.FALL)
    assert judge_step(low, (arr * factor, "EUR")) is Step.OTHER
    assert judge_step(low, low) is judge_step((None, "USD"), low) is judge_step(low, (None, "USD")) is Step.NONE


@given(amounts, st.decimals("0.1", "10.4", places=2) | st.decimals("13.6", 100, places=2))
def test_another_factor_is_no_shift(arr: Decimal, factor: Decimal) -> None:
    assert judge_step((arr, "USD"), (arr * factor, "USD")) in (Step.OTHER, Step.NONE)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 40))
def test_it_asks_where_at_least_five_and_more_than_half_moved(fell: int, rose: int, others: int) -> None:
    found = Shift(fell, rose, fell + rose + others)
    assert (found.size == "most") == (fell + rose >= 5 and fell + rose > others)
    assert "\n" not in found.words
