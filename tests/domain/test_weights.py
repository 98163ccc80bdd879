import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.weights import DEFAULT_WEIGHTS, parse_weights
from voc.errors import InputError


def test_parts_that_are_not_named_keep_their_weight() -> None:
    assert parse_weights("") == DEFAULT_WEIGHTS
    assert parse_weights(" affected_arr = 50, reach:0 ,") == {**DEFAULT_WEIGHTS, "affected_arr": 50, "reach": 0}
    assert parse_weights("reach=1", parse_weights("breadth=3"))["breadth"] == 3


@given(st.dictionaries(st.sampled_from(list(DEFAULT_WEIGHTS)), st.floats(0.01, 1000), min_size=1))
def test_weights_are_read_as_they_are_written_with_either_sign(said: dict[str, float]) -> None:
    for sign in "=:":
        assert parse_weights(",".join(f"{name}{sign}{value!r}" for name, value in said.items())) == {**DEFAULT_WEIGHTS, **said}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("luck=3", "no part 'luck'.*affected_arr, reach"),
        ("reach", "'' is no weight of reach.*reach=35"),
        ("reach=-1", "'-1' is no weight"),
        ("reach=nan", "'nan' is no weight"),
        ("reach=inf", "'inf' is no weight"),
        ("reach=1,reach=2", "'reach' is there twice"),
        (",".join(f"{name}=0" for name in DEFAULT_WEIGHTS if name != "strategic_fit"), "at least one part besides strategic_fit"),
    ],
)
def test_weights_that_are_none_are_told_in_one_line(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as raised:
        parse_weights(text)
    assert "\n" not in str(raised.value)
