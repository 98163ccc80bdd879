from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import IntegrityError

from voc.db.migrating import Schema, find_schema
from voc.db.session import create_database, reading, transaction
from voc.db.tables import CurrentRunRow, FxRateRow
from voc.errors import InputError, UnavailableError


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, fresh_database: Callable[[str], Engine]) -> Engine:
    """A database that nobody else uses."""
    return fresh_database(request.param)


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Engine]:
    engine = create_database(f"sqlite:///{tmp_path}/new.db")
    yield engine
    engine.dispose()


def test_before_the_first_migration_a_reader_is_told_what_to_do(untouched: Engine) -> None:
    assert find_schema(untouched) is Schema.BEHIND
    with pytest.raises(UnavailableError, match="voc db upgrade"), reading(untouched) as session:
        session.query(FxRateRow).count()


def test_on_postgresql_too(migrated: Engine) -> None:
    with migrated.begin() as connection:
        connection.execute(text("DROP TABLE fx_rate"))
    with pytest.raises(UnavailableError, match="voc db upgrade"), reading(migrated) as session:
        session.query(FxRateRow).count()


def break_off_half_way(engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(text("INSERT INTO fx_rate (currency, as_of, rate) VALUES ('EUR', '2026-01-01', '1.1')"))
        raise RuntimeError("half way")


def test_a_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        break_off_half_way(engine)
    with reading(engine) as session:
        assert session.query(FxRateRow).count() == 0


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_stood_before(engine: Engine) -> None:
    with transaction(engine) as writer:
        writer.execute(text("INSERT INTO fx_rate (currency, as_of, rate) VALUES ('EUR', '2026-01-01', '1.1')"))
        with reading(engine) as session:
            assert session.query(FxRateRow).count() == 0
    with reading(engine) as session:
        assert session.query(FxRateRow).count() == 1


@pytest.mark.parametrize("url", ["nonsense", "mysql+pymysql://localhost/x", "oracle://localhost/x"])
def test_a_database_that_voc_does_not_know_is_one_line(url: str) -> None:
    with pytest.raises((InputError, UnavailableError)) as caught:
        create_database(url)
    assert "\n" not in str(caught.value)


def test_a_server_that_does_not_answer_is_one_line() -> None:
    engine = create_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(UnavailableError, match="did not answer") as caught, reading(engine) as session:
        session.execute(text("SELECT 1"))
    assert "\n" not in str(caught.value)


def test_a_row_that_stands_for_nothing_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(insert(CurrentRunRow).values(only=1, run_id="run_nobody"))


def test_a_reader_sees_one_moment(engine: Engine) -> None:
    with reading(engine) as session:
        before = session.query(FxRateRow).count()
        with transaction(engine) as other:
            other.add(FxRateRow(currency="EUR", as_of=date(2026, 11, 5), rate=1))
        assert session.query(FxRateRow).count() == before
    with reading(engine) as session:
        assert session.query(FxRateRow).count() == before + 1
