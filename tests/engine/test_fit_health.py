"""Weights fitted from what came after."""

import random
from datetime import date

import pytest

from voc.domain.health import SHIPPED_WEIGHTS
from voc.domain.health.backtest import HealthCase
from voc.engine.fit_health import fit_weights
from voc.errors import InputError


def cases(count: int, telling: str, strength: float, seed: int = 5) -> list[HealthCase]:
    """Accounts of which one signal alone tells who is lost."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        values: dict[str, float | None] = {name: chance.uniform(-1, 1) for name in SHIPPED_WEIGHTS}
        lost = chance.random() < 0.2 - strength * (values[telling] or 0.0)
        values["csat"] = None if chance.random() < 0.5 else values["csat"]
        found.append(HealthCase(f"acc_{n}", date(2026, 1, 31), values, None, 30 if lost else None, None, True))
    return found


def test_the_signal_that_tells_gains_weight_and_all_stay_positive() -> None:
    fitted = fit_weights(cases(1500, "billing", 0.18), SHIPPED_WEIGHTS)
    assert fitted.weights["billing"] > 4 * SHIPPED_WEIGHTS["billing"]
    assert all(weight > 0 for weight in fitted.weights.values())
    assert sum(fitted.weights.values()) == pytest.approx(sum(SHIPPED_WEIGHTS.values()), abs=0.1)
    assert fitted.held_out_auc > fitted.shipped_auc + 0.05


def test_from_little_evidence_the_weights_hardly_move() -> None:
    few, many = (fit_weights(cases(count, "billing", 0.18), SHIPPED_WEIGHTS).weights["billing"] for count in (130, 1500))
    assert SHIPPED_WEIGHTS["billing"] * 0.5 < few < many


def test_the_same_cases_give_the_same_weights_in_any_order() -> None:
    known = cases(300, "champion", 0.15)
    mixed = known[::-1]
    one, other = fit_weights(known, SHIPPED_WEIGHTS), fit_weights(mixed, SHIPPED_WEIGHTS)
    assert one.weights == pytest.approx(other.weights, abs=0.05)


def test_too_few_losses_are_refused_in_words() -> None:
    known = cases(200, "nps", 0)
    few = [case for case in known if case.lost_in is None] + [case for case in known if case.lost_in is not None][:3]
    with pytest.raises(InputError, match="only 3 accounts left or shrank"):
        fit_weights(few, SHIPPED_WEIGHTS)
