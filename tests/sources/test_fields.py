import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from voc.errors import RowError
from voc.sources import dates, fields, numbers

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1200000", "1200000.00"),
        ("1,200,000.00", "1200000.00"),
        ("$12,000", "12000.00"),
        ("12,000", "12000.00"),
        ("1.200.000", "1200000.00"),
        ("1.200,50", "1200.50"),
        ("1200,5", "1200.50"),
        ("1 200 000", "1200000.00"),
        ("1'200'000.25", "1200000.25"),
        ("US$ 7", "7.00"),
        ("USD 7", "7.00"),
        ("1.5E+06", "1500000.00"),
        ("0.1234567", "0.1235"),
        (12.5, "12.50"),
        (Decimal("7.10"), "7.10"),
    ],
)
def test_an_amount_is_read_where_it_can_mean_one_thing(written: object, read: str) -> None:
    assert str(numbers.money({"arr": written}, "arr", "USD")) == read


@pytest.mark.parametrize(
    "written",
    ["", None, "-1", "1e12", "1e999", "NaN", "inf", "Infinity", "€5", "12,00,0", "1,2,3", "abc", "(5)", "5%", "0x10", "١٢", "1_000", "--5", math.inf, [1]],
)
def test_an_amount_that_is_negative_absurd_or_no_number_is_rejected(written: object) -> None:
    with pytest.raises(RowError) as rejected:
        numbers.money({"arr": written}, "arr", "USD")
    assert rejected.value.column == "arr"


def test_a_currency_sign_must_be_the_rows_own() -> None:
    assert numbers.money({"arr": "€5"}, "arr", "EUR") == 5
    assert numbers.money({"arr": "CA$5"}, "arr", "CAD") == 5
    with pytest.raises(RowError, match="bears € but the row's currency is USD"):
        numbers.money({"arr": "€5"}, "arr", "USD")


def test_a_rate_with_a_comma_and_three_digits_could_be_two_things() -> None:
    assert numbers.rate({"rate": "1,08"}, "rate") == Decimal("1.08")
    with pytest.raises(RowError, match="two ways"):
        numbers.rate({"rate": "1,085"}, "rate")


def test_zero_is_no_rate() -> None:
    with pytest.raises(RowError, match="above 0"):
        numbers.rate({"rate": "0"}, "rate")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T09:30:00Z", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        ("2026-01-31t09:30:00.123456789+02:00", datetime(2026, 1, 31, 7, 30, 0, 123456, tzinfo=UTC)),
        ("2026-01-31 09:30", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        ("2026-01-31 09:30:00 UTC", datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        (datetime(2026, 1, 31, 9, 30), datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        (date(2026, 1, 31), datetime(2026, 1, 31, tzinfo=UTC)),
    ],
)
def test_a_moment_is_rfc_3339_or_a_date_at_midnight(written: object, read: datetime) -> None:
    assert dates.moment({"occurred_at": written}, "occurred_at", TODAY) == read


@pytest.mark.parametrize(
    "written", ["1970-01-01", "2999-01-01", "2027-09-03", "01/02/2026", "2026-02-30", "2026-01-31T25:00:00Z", "yesterday", "45678", "2026-W01-1", 1767225600]
)
def test_a_moment_out_of_range_or_in_another_form_is_rejected(written: object) -> None:
    with pytest.raises(RowError):
        dates.moment({"occurred_at": written}, "occurred_at", TODAY)


def test_a_renewal_may_lie_further_ahead_than_something_observed() -> None:
    assert dates.day({"renews_on": "2099-12-31"}, "renews_on") == date(2099, 12, 31)
    with pytest.raises(RowError, match="out of range"):
        dates.day({"renews_on": "2101-01-01"}, "renews_on")
    with pytest.raises(RowError, match="out of range"):
        dates.day({"as_of": "2099-12-31"}, "as_of", dates.latest_for(TODAY))


def test_currencies_are_upper_cased_and_those_that_are_none_rejected() -> None:
    assert fields.currency({"currency": " eur "}, "currency", "USD") == "EUR"
    assert fields.currency({"currency": ""}, "currency", "USD") == "USD"
    for unknown in ("XXX", "XTS", "ZZZ", "€", "EURO"):
        with pytest.raises(RowError):
            fields.currency({"currency": unknown}, "currency", "USD")


def test_half_an_emoji_does_not_reach_the_database() -> None:
    assert fields.text({"name": "Ac\ud83dme"}, "name") == "Ac\ufffdme"
    with pytest.raises(RowError, match="broken"):
        fields.identifier({"id": "a\ud83d"}, "id")


def test_a_nul_is_rejected_wherever_it_stands() -> None:
    with pytest.raises(RowError, match="NUL"):
        fields.text({"name": "A\0"}, "name")
    with pytest.raises(RowError, match="NUL"):
        fields.attributes({"some": {"deep": "A\0"}, "other": "A\0"}, frozenset())


def test_two_spellings_of_one_letter_are_one_id() -> None:
    assert fields.identifier({"id": "Mu\u0308ller"}, "id") == fields.identifier({"id": "M\u00fcller"}, "id")


@pytest.mark.parametrize(("written", "read"), [(123, "123"), (123.0, "123"), (Decimal("1.50"), "1.50"), (True, "true"), ([2, "a"], '[2, "a"]')])
def test_values_that_json_or_parquet_typed_are_read_as_text(written: object, read: str) -> None:
    assert fields.text({"x": written}, "x") == read


def test_unknown_columns_are_kept_as_attributes_and_empty_ones_left_out() -> None:
    assert fields.attributes({"name": "x", "Owner": "Bo", "tier": 2, "none": None, "": "x", "empty": ""}, frozenset({"name"})) == {"Owner": "Bo", "tier": "2"}


@pytest.mark.parametrize(("written", "read"), [("Ada@Example.com", "ada@example.com"), ("Ada B <ada@x.io>", "ada@x.io"), ("", None)])
def test_an_address_is_read_in_lower_case(written: str, read: str | None) -> None:
    assert fields.email({"e": written}, "e") == read


@pytest.mark.parametrize("written", ["ada", "a b@c.io", "a@b", "a@b.c, d@e.f"])
def test_what_is_no_address_is_rejected(written: str) -> None:
    with pytest.raises(RowError):
        fields.email({"e": written}, "e")


def test_a_link_that_a_browser_would_run_is_rejected() -> None:
    with pytest.raises(RowError, match="http"):
        fields.url({"url": "javascript:alert(1)"}, "url")


@pytest.mark.parametrize(
    "written",
    [
        "acme.com,acme.org",
        "acme.com ; www.acme.org;acme.com",
        "Acme.com|acme.org",
        "https://acme.com/\nacme.org",
        '["acme.com", "acme.org"]',
        "[acme.com, acme.org]",
        ["acme.com", "acme.org", None],
        "acme.com, n/a, acme.org",
    ],
)
def test_several_domains_are_read_in_order_and_each_once(written: object) -> None:
    assert fields.domains({"domain": written}, "domain") == ("acme.com", "acme.org")


@pytest.mark.parametrize("written", ["acme.com", "https://www.acme.com/", '["acme.com", "acme.org"]'])
def test_one_domain_is_read_also_out_of_a_list_in_json(written: str) -> None:
    assert fields.domain({"domain": written}, "domain") == "acme.com"


@pytest.mark.parametrize("written", [None, "", " ", [], "[]"])
def test_no_domain_is_none(written: object) -> None:
    assert fields.domains({"domain": written}, "domain") == ()


@pytest.mark.parametrize("written", ["n/a", "none", ["n/a"], {"name": "acme.com"}, ",".join(f"a{n}.com" for n in range(101))])
def test_what_holds_no_domain_or_too_many_is_refused(written: object) -> None:
    with pytest.raises(RowError):
        fields.domains({"domain": written}, "domain")
