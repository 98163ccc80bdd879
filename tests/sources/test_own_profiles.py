"""A company's own profiles are written so that they are read back as they were."""

from pathlib import Path

import pytest

from voc.errors import ConflictError, InputError, NotFoundError
from voc.sources.mapping.profile import Profile
from voc.sources.profiles.load import load_profiles, read_profile
from voc.sources.profiles.own import drop_profile, list_own, make_profile, profile_text, slug_name, write_profile
from voc.sources.settling.dates import Order

COLUMNS = ["When", "What: “quoted”, yes", "Who"]
FIELDS = {"occurred_at": "When", "text": "What: “quoted”, yes", "author_email": "Who"}


def made(title: str = "Spring survey", *, without_id: bool = True) -> Profile:
    return make_profile(title, "feedback", COLUMNS, FIELDS, {"source": "survey", "kind": "review"}, Order.DMY, without_id=without_id)


@pytest.mark.parametrize("without_id", [True, False])
def test_a_profile_is_read_back_as_it_was_written(without_id: bool) -> None:
    profile = made(without_id=without_id)
    assert read_profile(profile.name, profile_text(profile)) == profile


def test_every_shipped_profile_could_be_written_and_read_back() -> None:
    for name, profile in load_profiles().items():
        assert read_profile(name, profile_text(profile)) == profile


def test_what_is_written_is_loaded_listed_and_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    write_profile(folder, made())
    assert load_profiles(folder)["spring_survey"] == made()
    assert list_own(folder) == {"spring_survey": "Spring survey"}
    with pytest.raises(ConflictError):
        write_profile(folder, made())
    drop_profile(folder, "spring_survey")
    assert list_own(folder) == {}
    with pytest.raises(NotFoundError):
        drop_profile(folder, "../spring_survey")


def test_no_profile_takes_the_name_of_a_shipped_one(tmp_path: Path) -> None:
    with pytest.raises(ConflictError):
        write_profile(tmp_path, made("Zendesk tickets"))


def test_a_file_that_is_no_profile_is_listed_and_can_be_dropped(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("colour: red")
    assert "cannot be read" in list_own(tmp_path)["broken"]
    drop_profile(tmp_path, "broken")


def test_columns_that_no_profile_can_name_are_left_out_or_told(tmp_path: Path) -> None:
    assert make_profile("A", "feedback", ["/(/", "Who"], {"author_email": "Who"}, {}).files["rows"].columns == ["Who"]
    with pytest.raises(InputError):
        make_profile("A", "feedback", ["/(/"], {"text": "/(/"}, {})


def test_a_title_becomes_a_name() -> None:
    assert slug_name("  Spring survey, 2026! ") == "spring_survey_2026"
    assert slug_name("…") == "own"
