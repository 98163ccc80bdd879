"""Functions that make rows where no word of a profile can say it."""

import pytest

from voc.errors import InputError
from voc.sources.mapping.readers import READERS, find_reader


@pytest.mark.parametrize("name", READERS)
def test_our_own_are_found_by_their_names(name: str) -> None:
    assert find_reader(name) is READERS[name]


def test_one_that_nobody_offers_is_told_with_those_that_are_there() -> None:
    with pytest.raises(InputError, match="there is no reader 'acme'; there is stripe_subscriptions"):
        find_reader("acme")
