"""The order of plans as a setting: read once, kept with the run that it was begun with."""

import pytest
from pydantic import ValidationError

from voc.settings import Settings


def test_the_plans_go_with_the_run() -> None:
    assert Settings(_env_file=None, plans="Free,Pro").refresh_settings().plans == "Free,Pro"


def test_a_plan_that_comes_twice_is_refused_in_one_line() -> None:
    with pytest.raises(ValidationError, match="'pro' comes twice; name each plan once, the lowest first"):
        Settings(_env_file=None, plans="Pro,Free,pro")
