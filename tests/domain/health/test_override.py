from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import AS_OF
from voc.domain.health import HealthOverride, read_override
from voc.errors import InputError

SOON = AS_OF + timedelta(days=30)


def test_a_score_says_its_band_and_a_band_has_no_score() -> None:
    assert read_override(None, 41.96, "they said so", SOON, AS_OF) == ("watch", 42.0, "they said so")
    assert read_override("at_risk", None, " new \n boss ", SOON, AS_OF) == ("at_risk", None, "new boss")


@pytest.mark.parametrize(
    ("band", "score", "reason", "ahead"),
    [
        ("fine", None, "x", 1),
        (None, None, "x", 1),
        ("watch", 50.0, "x", 1),
        (None, 100.1, "x", 1),
        (None, -1.0, "x", 1),
        ("watch", None, " ", 1),
        ("watch", None, "x" * 1001, 1),
        ("watch", None, "a\u202eb", 1),
        ("watch", None, "x", 0),
        ("watch", None, "x", 400),
    ],
)
def test_what_cannot_be_said_is_refused(band: str | None, score: float | None, reason: str, ahead: int) -> None:
    with pytest.raises(InputError):
        read_override(band, score, reason, AS_OF + timedelta(days=ahead), AS_OF)


def test_it_stands_until_it_expires_or_is_withdrawn() -> None:
    said = HealthOverride("ovr_1", "acc_1", "watch", None, "x", "Ana", AS_OF, SOON)
    assert said.stands(AS_OF)
    assert not said.stands(SOON)
    assert not replace(said, withdrawn_by="Ben", withdrawn_at=AS_OF).stands(AS_OF)
