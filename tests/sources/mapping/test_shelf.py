"""Rows that are put by."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import UnavailableError
from voc.sources.mapping.shelf import Shelf

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.tuples(st.text(max_size=3), st.dictionaries(st.text(), JSON, max_size=3)), max_size=20))
def test_what_is_put_by_is_found_by_its_key_in_the_order_in_which_it_came(rows: list[tuple[str, dict[str, object]]]) -> None:
    with Shelf() as shelf:
        for key, value in rows:
            shelf.put(key, value)
        assert list(shelf) == list(dict.fromkeys(key for key, _ in rows))
        assert bool(shelf) == bool(rows)
        for key in shelf:
            assert shelf.find(key) == [value for other, value in rows if other == key]


def test_numbers_stay_exact_and_dates_are_written_as_dates() -> None:
    with Shelf() as shelf:
        shelf.put("a", {"amount": Decimal("0.10"), "on": date(2026, 9, 8), "at": datetime(2026, 9, 8, 7, 30), "half": "\ud83d"})
        assert shelf.find("a") == [{"amount": "0.10", "on": "2026-09-08", "at": "2026-09-08T07:30:00", "half": "\ud83d"}]
        assert shelf.find("b") == []


def test_a_temporary_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    with pytest.raises(UnavailableError, match="free space there or set TMPDIR"), Shelf():
        pass
