from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.quarters import Quarter
from voc.errors import InputError


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_lies_in_its_quarter_alone(day: date) -> None:
    quarter = Quarter.of(day)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert noon in quarter
    assert noon not in quarter.before
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.before.end < quarter.start < quarter.end


@pytest.mark.parametrize("text", ["2026-Q5", "2026-Q0", "2026Q1", "2026-q1", "", "0026-Q1", "2026-Q1\n"])
def test_what_is_no_quarter_is_said_so(text: str) -> None:
    with pytest.raises(InputError, match="is not a quarter: write it as 2026-Q3"):
        Quarter.parse(text)
