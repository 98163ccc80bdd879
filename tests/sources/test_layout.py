"""How a job keeps what a person said of a file."""

import json
from pathlib import Path

import pytest

from voc.sources.layout import AS_IT_IS, Layout
from voc.sources.mapping.profile import Profile
from voc.sources.profiles.load import load_profiles


@pytest.mark.parametrize("profile", load_profiles().values(), ids=lambda profile: profile.name)
def test_a_profile_is_the_same_after_a_database_that_keeps_no_order_of_keys(profile: Profile) -> None:
    layout = Layout({"Column": "text"}, {"source": "x"}, profile=profile, beside={"users": (Path("/a"),)}, each={"a": {"kind": "nps"}})
    kept = json.loads(json.dumps(layout.to_json(), sort_keys=True))
    found = Layout.from_json(kept)
    assert found.profile == profile
    assert found.profile.main == profile.main
    assert list(found.profile.files) == list(profile.files)
    assert (found.mapping, found.constants, found.beside, found.each) == ({"Column": "text"}, {"source": "x"}, {"users": [Path("/a")]}, {"a": {"kind": "nps"}})


def test_a_layout_of_before_there_were_profiles_is_read() -> None:
    assert Layout.from_json({"mapping": {}}) == AS_IT_IS
