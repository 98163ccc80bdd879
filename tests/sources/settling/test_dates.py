from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import InputError
from voc.sources.settling.dates import DateColumn, Order, read_date


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2026-10-31", "2026-10-31"), ("20261031", "2026-10-31"), ("2026/10/31", "2026-10-31"), ("31.10.2026", "2026-10-31"), ("31/10/2026", "2026-10-31"),
        ("10/31/26", "2026-10-31"), ("Oct 31, 2026", "2026-10-31"), ("31-Oct-2026", "2026-10-31"), ("Saturday, October 31, 2026", "2026-10-31"),
        ("31 de octubre de 2026", "2026-10-31"), ("3 octobre 2026", "2026-10-03"), ("46326", "2026-10-31"), ("05/05/2026", "2026-05-05"),
        ("31.10.2026 09:30", "2026-10-31T09:30:00+00:00"), ("31/Oct/26 9:12 AM", "2026-10-31T09:12:00+00:00"),
        ("10/31/2026 9:30:00 PM", "2026-10-31T21:30:00+00:00"), ("12:05", None), ("Montag, 5. Oktober 2026 09:12", "2026-10-05T09:12:00+00:00"),
        ("1793439000", "2026-10-31T09:30:00+00:00"), ("1793439000000", "2026-10-31T09:30:00+00:00"), ("46326.5", "2026-10-31T12:00:00+00:00"),
        ("2026/10/31 9:30:00 AM GMT+1", "2026-10-31T09:30:00+01:00"), ("Mon, 5 Oct 2026 09:12:33 +0200", "2026-10-05T09:12:33+02:00"),
        ("2026-10-31 09:30:00 PST", "2026-10-31T09:30:00-08:00"), ("2026-10-31 09:30:00+02", "2026-10-31T09:30:00+02:00"),
        ("2026-10-31 24:00", "2026-11-01T00:00:00+00:00"),
        ("2026-10-31 09:30:00 XYZ", None), ("31/31/2026", None), ("0/1/2026", None), ("5 Oct", None), ("soon", None), ("12", None), ("30.02.2026", None),
    ],
)  # fmt: skip
def test_a_date_that_can_mean_one_thing_is_read(cell: str, found: str | None) -> None:
    assert read_date(cell) == found


def column(*cells: str) -> DateColumn:
    seen = DateColumn()
    for cell in cells:
        seen.see(cell)
    return seen


def test_one_cell_settles_the_order_of_its_column() -> None:
    assert column("05/10/2026", "31/10/2026").order is Order.DMY
    assert column("05/10/2026", "10/31/2026").order is Order.MDY
    assert read_date("05/10/2026", Order.DMY) == "2026-10-05"
    assert read_date("05/10/2026", Order.MDY) == "2026-05-10"


def test_an_order_that_nothing_settles_is_asked_for_once() -> None:
    with pytest.raises(InputError, match="--dates dmy"):
        column("05/10/2026", "2026-10-31").require_order("Created")
    told = column("05/10/2026")
    told.told = Order.DMY
    told.require_order("Created")
    column("05/05/2026", "05.10.2026").require_order("Created")  # nothing is open


def test_a_column_that_says_both_leaves_the_open_cells_to_their_rows() -> None:
    mixed = column("31/10/2026", "10/31/2026", "05/10/2026")
    mixed.require_order("Created")
    assert mixed.order is None
    assert read_date("05/10/2026", mixed.order) is None


@given(
    st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from([("%d/%m/%Y", Order.DMY), ("%m/%d/%Y", Order.MDY), ("%Y/%m/%d", None), ("%d.%m.%Y", None)])
)
def test_every_day_is_read_as_it_was_written(day: date, form: tuple[str, Order | None]) -> None:
    assert read_date(day.strftime(form[0]), form[1]) == day.isoformat()


@given(st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)))
def test_every_moment_is_read_to_the_second(moment: datetime) -> None:
    read = read_date(moment.strftime("%B %d, %Y %I:%M:%S %p"))
    assert read is not None
    assert datetime.fromisoformat(read).replace(tzinfo=None) == moment


@given(st.text(max_size=40))
def test_any_cell_is_a_date_or_none(cell: str) -> None:
    column(cell)
    read_date(cell)


@pytest.mark.parametrize(("cell", "read"), [("2026-03-01 10:00:00+00", "2026-03-01T10:00:00+00:00"), ("2026-03-01 10:00:00-05", "2026-03-01T10:00:00-05:00")])
def test_a_zone_may_be_hours_alone_as_databases_write_it(cell: str, read: str) -> None:
    assert read_date(cell) == read
