from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import StatementError

from voc.db.types import Amount, ExactDecimal, Json, UtcDateTime

FEW = settings(max_examples=30)  # each is a round trip to the database
amounts = st.decimals(min_value=-(10**14), max_value=10**14, places=4)
moments = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.timezones())
values = Table(
    "values_of_a_test",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("amount", Amount),
    Column("rate", ExactDecimal),
    Column("moment", UtcDateTime),
    Column("data", Json),
)


@pytest.fixture
def stored(engine: Engine) -> Iterator[Engine]:
    values.create(engine)
    yield engine
    values.drop(engine)


def keep(engine: Engine, **row: object) -> object:
    """The one value as it comes back."""
    with engine.begin() as connection:
        connection.execute(values.delete())
        connection.execute(insert(values).values(id=1, **row))
        return connection.execute(select(values.c[next(iter(row))])).scalar_one()


@FEW
@given(amount=amounts)
def test_an_amount_comes_back_to_the_ten_thousandth(stored: Engine, amount: Decimal) -> None:
    read = keep(stored, amount=amount)
    assert isinstance(read, Decimal)
    assert read == amount


@FEW
@given(some=st.lists(amounts, min_size=1, max_size=10))
def test_amounts_sum_and_sort_in_sql_as_in_python(stored: Engine, some: list[Decimal]) -> None:
    with stored.begin() as connection:
        connection.execute(values.delete())
        connection.execute(insert(values), [{"id": n, "amount": amount} for n, amount in enumerate(some)])
        assert list(connection.scalars(select(values.c.amount).order_by(values.c.amount))) == sorted(some)
        assert connection.scalar(select(func.sum(values.c.amount))) == sum(some)


def test_whole_cents_are_shown_as_cents(stored: Engine) -> None:
    assert str(keep(stored, amount=Decimal("1250000"))) == "1250000.00"
    assert str(keep(stored, amount=Decimal("0.1"))) == "0.10"


@FEW
@given(rate=st.decimals(min_value="0.000000001", max_value=10**9, places=9))
def test_a_rate_keeps_every_place(stored: Engine, rate: Decimal) -> None:
    assert keep(stored, rate=rate) == rate


@FEW
@given(moment=moments)
def test_a_moment_comes_back_in_utc_and_is_the_same_moment(stored: Engine, moment: datetime) -> None:
    read = keep(stored, moment=moment)
    assert isinstance(read, datetime)
    assert read == moment.astimezone(UTC)
    assert read.utcoffset() == timedelta(0)


def test_moments_sort_by_when_they_were_and_not_by_what_the_clock_said(stored: Engine) -> None:
    early, late = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=9))), datetime(2026, 1, 1, 6, tzinfo=UTC)
    with stored.begin() as connection:
        connection.execute(insert(values), [{"id": 1, "moment": late}, {"id": 2, "moment": early}])
        assert list(connection.scalars(select(values.c.id).order_by(values.c.moment))) == [2, 1]
        assert list(connection.scalars(select(values.c.id).where(values.c.moment < late))) == [2]


def test_a_moment_without_a_zone_is_refused(stored: Engine) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        keep(stored, moment=datetime(2026, 1, 1))


@pytest.mark.parametrize("column", ["amount", "rate", "moment"])
def test_nothing_comes_back_as_nothing(stored: Engine, column: str) -> None:
    assert keep(stored, **{column: None}) is None


def test_data_comes_back_as_it_was(stored: Engine) -> None:
    data = {"a": [1, 2.5, None, "ü"], "b": {"c": True}}
    assert keep(stored, data=data) == data
