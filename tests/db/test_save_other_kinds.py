from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from voc.db.arr_changes import save_arr_changes
from voc.db.features import save_features
from voc.db.fx_rates import load_fx, save_fx_rates
from voc.db.opportunities import save_opportunities
from voc.db.seen_keys import SeenKeys
from voc.db.session import reading, transaction
from voc.db.signals import save_signals
from voc.db.upsert import Outcome
from voc.domain.accounts import ArrChange, Feature, Opportunity, Signal
from voc.domain.money import FxRate

DAY = date(2026, 8, 1)


@pytest.mark.parametrize(
    ("save", "value", "change"),
    [
        (save_arr_changes, ArrChange("a1", DAY, Decimal("5.25"), "USD", "new"), {"reason": "renewal"}),
        (save_opportunities, Opportunity("o1", "a1", Decimal(7), "EUR", "open", DAY, "why"), {"stage": "won"}),
        (save_signals, Signal("a1", "logins", DAY, 0.1), {"value": 0.2}),
        (save_features, Feature("f1", "Export", "CSV"), {"plan": "pro"}),
        (save_fx_rates, FxRate("EUR", DAY, Decimal("1.0850")), {"rate": Decimal("1.09")}),
    ],
)
def test_a_value_is_added_then_unchanged_then_updated(engine: Engine, save: Callable[..., list[Outcome]], value: Any, change: dict[str, Any]) -> None:
    for values, outcomes in (([value], ["added"]), ([value], ["unchanged"]), ([value, replace(value, **change)], ["unchanged", "updated"])):
        with reading(engine) as session:
            assert save(session, values, dry_run=True) == outcomes
        with transaction(engine) as session:
            assert save(session, values) == outcomes


def test_rates_come_back_to_the_last_digit(engine: Engine) -> None:
    rates: Sequence[FxRate] = [FxRate("JPY", DAY, Decimal("0.0067123456789")), FxRate("EUR", DAY, Decimal("1.1"))]
    with transaction(engine) as session:
        save_fx_rates(session, rates)
    with reading(engine) as session:
        fx = load_fx(session, "USD")
    assert fx.convert(Decimal(1_000_000), "JPY", DAY) == Decimal("6712.35")
    assert fx.convert(Decimal(1), "CHF", DAY) is None


def test_seen_keys_are_found_again_whatever_their_number() -> None:
    with SeenKeys() as seen:
        seen.put({f"key {number}": str(number) for number in range(3_000)})
        seen.put({"key 7": "again"})
        assert len(seen.find([f"key {number}" for number in range(2_000, 4_000)])) == 1_000
        assert seen.find(["key 7", "other"]) == {"key 7": "again"}
