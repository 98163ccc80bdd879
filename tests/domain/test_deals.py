from datetime import date, timedelta
from decimal import Decimal

import pytest

from voc.domain.accounts import Opportunity, account_key
from voc.domain.deals import Deal, deal_on
from voc.domain.money import FxRate, FxTable

DAY, CLOSED, NOW = date(2026, 5, 1), date(2026, 7, 1), date(2026, 11, 1)
FX = FxTable("USD", [FxRate("EUR", date(2026, 1, 1), Decimal("1.1")), FxRate("EUR", date(2026, 6, 1), Decimal("1.2")), FxRate("EUR", NOW, Decimal(2))])


def deal(stage: str, day: date, closes_on: date | None = CLOSED, currency: str = "EUR") -> Deal:
    return deal_on(Opportunity("O-1", "A-1", Decimal(100), currency, stage, closes_on), day, NOW, FX)


@pytest.mark.parametrize("stage", ["lost", "won"])
def test_a_deal_that_has_closed_since_was_open_at_that_days_rate(stage: str) -> None:
    assert deal(stage, DAY) == Deal("O-1", account_key("A-1"), "open", Decimal("110.00"))
    assert deal(stage, CLOSED).stage == stage


def test_a_closed_deal_is_worth_what_it_was_on_the_day_it_closed() -> None:
    assert deal("lost", NOW) == Deal("O-1", account_key("A-1"), "lost", Decimal("120.00"))
    assert deal("open", NOW).amount == Decimal("200.00")


def test_a_deal_that_closed_before_its_day_or_at_an_unknown_one_is_closed() -> None:
    assert deal("lost", DAY, NOW + timedelta(days=1)).stage == "lost"
    assert deal("lost", DAY, None) == Deal("O-1", account_key("A-1"), "lost", Decimal("110.00"))


def test_an_open_deal_stays_open_however_late_it_is() -> None:
    assert deal("open", NOW).stage == "open"


def test_an_amount_without_a_rate_is_unknown() -> None:
    assert deal("open", NOW, currency="SEK").amount is None
