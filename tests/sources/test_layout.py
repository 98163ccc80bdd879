"""What a person says of a file: how a job keeps it, and how the file is read by it."""

import json
from datetime import date
from pathlib import Path

import pytest

from voc.sources.layout import AS_IT_IS, Layout, settle_file
from voc.sources.mapping.profile import Profile
from voc.sources.problems import Problems
from voc.sources.profiles.load import load_profiles
from voc.sources.registry import KINDS, Defaults
from voc.sources.settling.rows import read_row


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


@pytest.mark.parametrize(("cell", "read"), [("120", "120000.00"), ("€120", "120000.00"), ("36,5 Tsd. €", "36500.00"), ("120 TEUR", "120000.00")])
def test_amounts_are_multiplied_as_their_columns_name_says_and_once(tmp_path: Path, cell: str, read: str) -> None:
    (tmp_path / "a.csv").write_text(f"account_id;name;ARR (k€)\n1;Alder;{cell}\n2;Birch;1,5\n", encoding="utf-8")
    kind, layout = KINDS["accounts"], AS_IT_IS
    settled = settle_file(tmp_path / "a.csv", kind, layout)
    with layout.open(tmp_path / "a.csv", kind) as source:
        first, second = (read_row(row, settled, Defaults("USD", date(2026, 11, 1)), Problems().add) for row in source.rows)
    assert (str(first.arr), first.currency, str(second.arr), second.currency) == (read, "EUR", "1500.00", "EUR")
