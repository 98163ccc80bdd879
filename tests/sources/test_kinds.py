from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.feedback import Kind
from voc.errors import InputError, RowError
from voc.sources.registry import KINDS, Defaults, find_kind

DEFAULTS = Defaults("USD", date(2026, 9, 1))
GOOD: dict[str, dict[str, str]] = {
    "accounts": {"account_id": "a1", "name": "Acme"},
    "feedback": {"source": "zendesk", "external_id": "1", "kind": "ticket", "occurred_at": "2026-08-01", "text": "It is slow"},
    "arr": {"account_id": "a1", "effective_on": "2026-01-01", "arr": "1200"},
    "opportunities": {"opportunity_id": "o1", "account_id": "a1"},
    "signals": {"account_id": "a1", "signal": "logins", "observed_on": "2026-08-01", "value": "12"},
    "catalogue": {"feature_id": "f1", "name": "Export", "description": "CSV and PDF"},
    "fx": {"currency": "EUR", "as_of": "2026-01-01", "rate": "1.085"},
}


def parse(kind: str, /, **changes: Any) -> Any:
    return KINDS[kind].parse({**GOOD[kind], **changes}, DEFAULTS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_required_columns_are_enough(kind: str) -> None:
    assert set(GOOD[kind]) == set(KINDS[kind].required)
    parse(kind)


@pytest.mark.parametrize(("kind", "column"), [(kind, column) for kind in KINDS for column in KINDS[kind].required])
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_an_empty_required_column_rejects_the_row_and_is_named(kind: str, column: str, empty: str | None) -> None:
    with pytest.raises(RowError) as rejected:
        parse(kind, **{column: empty})
    assert (rejected.value.column, rejected.value.reason) == (column, "is missing")


@given(kind=st.sampled_from(list(KINDS)), data=st.data())
def test_whatever_strings_a_row_holds_it_is_parsed_or_rejected(kind: str, data: st.DataObject) -> None:
    anything = st.one_of(
        st.text(), st.sampled_from(["", "-1", "1e400", "NaN", "2026-01-01", "9999-12-31T23:59:59-14:00", "EUR", "a@b.c", "[", "\ud800", "\0", "1,2"])
    )
    columns = st.sampled_from([*KINDS[kind].fields, "other"])
    raw = {**GOOD[kind], **data.draw(st.dictionaries(columns, anything))}
    try:
        KINDS[kind].parse(raw, DEFAULTS)
    except RowError:
        pass


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(kind=st.sampled_from(list(KINDS)), data=st.data())
def test_whatever_values_a_row_holds_it_is_parsed_or_rejected(kind: str, data: st.DataObject) -> None:
    raw = {**GOOD[kind], **data.draw(st.dictionaries(st.sampled_from([*KINDS[kind].fields, "other"]), JSON))}
    try:
        KINDS[kind].parse(raw, DEFAULTS)
    except RowError:
        pass


def test_an_account_is_read_with_all_it_says() -> None:
    account = parse(
        "accounts", arr="1200", currency="eur", domain="https://www.Acme.com/x", status="Churned", renews_on="2027-01-31", csm_email="Cs@us.com", Owner="Bo"
    )
    assert (account.arr, account.currency, account.domain, account.status) == (Decimal(1200), "EUR", "acme.com", "churned")
    assert (account.renews_on, account.csm_email, account.attributes) == (date(2027, 1, 31), "cs@us.com", {"Owner": "Bo"})


def test_an_accounts_first_domain_stands_before_its_others() -> None:
    account = parse("accounts", domain="acme.com;acme.org acme.dev")
    assert (account.domain, account.further_domains) == ("acme.com", ("acme.org", "acme.dev"))


def test_the_reporting_currency_stands_where_a_row_names_none() -> None:
    assert [parse(kind).currency for kind in ("accounts", "arr", "opportunities")] == ["USD"] * 3


def test_feedback_is_read_with_all_it_says() -> None:
    item = parse(
        "feedback",
        kind="Call Note",
        occurred_at="2026-08-01T10:00:00+02:00",
        text=" raw text kept \r\n",
        tags="bug, export;bug",
        rating="9",
        rating_scale="NPS",
        priority="p1",
    )
    assert (item.kind, item.occurred_at, item.text) == (Kind.CALL_NOTE, datetime(2026, 8, 1, 8, tzinfo=UTC), " raw text kept \r\n")
    assert (item.tags, item.rating, item.rating_scale, item.attributes) == (("bug", "export"), 9, "nps", {"priority": "p1"})


def test_an_nps_answer_without_words_is_feedback_and_a_ticket_without_words_is_not() -> None:
    assert parse("feedback", kind="nps", text="", rating="3").rating_scale == "nps"
    with pytest.raises(RowError, match="text: is missing"):
        parse("feedback", kind="nps", text="")
    with pytest.raises(RowError, match="text: is missing"):
        parse("feedback", kind="ticket", text=" ", rating="3")


@pytest.mark.parametrize("kind", ["csat", "review", "ticket"])
def test_a_rating_whose_scale_nobody_told_keeps_an_unknown_one(kind: str) -> None:
    item = parse("feedback", kind=kind, rating="4")
    assert (item.rating, item.rating_scale) == (4, None)


def test_a_rating_outside_its_scale_is_rejected() -> None:
    for rating, scale in (("11", "nps"), ("0", "csat5"), ("8", "ces7"), ("2", "good_bad")):
        with pytest.raises(RowError, match="rating"):
            parse("feedback", rating=rating, rating_scale=scale)
    assert parse("feedback", rating="good", rating_scale="good_bad").rating == 1


def test_updated_at_orders_revisions_and_is_never_an_error() -> None:
    assert parse("feedback", updated_at="2026-08-09").revised_at == datetime(2026, 8, 9, tzinfo=UTC)
    item = parse("feedback", updated_at="just now")
    assert (item.revised_at, item.attributes) == (item.occurred_at, {"updated_at": "just now"})


def test_a_text_longer_than_the_splitter_reads_is_rejected() -> None:
    with pytest.raises(RowError, match="1,000,000"):
        parse("feedback", text="x" * 1_000_001)


def test_a_known_signal_out_of_its_range_is_rejected_and_an_unknown_one_kept() -> None:
    assert parse("signals", signal="Active Users", value="7").signal == "active_users"
    assert parse("signals", signal="seats left", value="-3").value == -3.0
    with pytest.raises(RowError, match="expected 0 to 1"):
        parse("signals", signal="feature_depth", value="40")


def test_the_reporting_currency_has_the_rate_one() -> None:
    assert parse("fx", currency="USD", rate="1").rate == 1
    with pytest.raises(RowError, match="reporting currency"):
        parse("fx", currency="USD", rate="1.1")


def test_an_unknown_kind_of_file_is_told_which_there_are() -> None:
    with pytest.raises(InputError, match="accounts, feedback, arr"):
        find_kind("people")
