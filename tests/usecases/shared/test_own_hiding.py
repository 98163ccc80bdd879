import pytest
from pydantic import ValidationError

from voc.settings import Settings


def test_a_rule_that_cannot_be_stops_the_start_with_one_line() -> None:
    with pytest.raises(ValidationError, match="has no name: write each rule as name=pattern"):
        Settings(_env_file=None, personal_patterns=r"\bCUST-\d{6}\b")


def test_a_run_keeps_the_rules_that_it_was_split_under() -> None:
    refresh = Settings(_env_file=None, personal_patterns="case_id=CUST-1", hide_names=True).refresh_settings()
    assert (refresh.personal_patterns, refresh.hide_names) == ("case_id=CUST-1", True)
