"""Each profile reads a small file of its shape as its expected.json says. `NAME@SHAPE` holds files of a profile in another of its shapes."""

import json
from pathlib import Path

import pytest

from tests.sources.profiles.reading import EXPECTED, FILES, list_files, read_files
from voc.errors import InputError
from voc.sources.mapping.profile import Profile
from voc.sources.profiles.load import load_profiles, read_profile
from voc.usecases.feedback.recognise_files import recognise_files

PROFILES = load_profiles()
FOLDERS = sorted(FILES.iterdir())
NOTE = "Known, do not tell."  # what our own people say to each other in every file that can hold it
GOOD = "title: A\nkind: feedback\nshape: seen in a\ncolumns: [id, text]\nfields: {text: text}\n"


def name_of(folder: Path) -> str:
    return folder.name.partition("@")[0]


def test_every_profile_has_a_small_file_and_every_file_a_profile() -> None:
    assert {name_of(folder) for folder in FOLDERS} == set(PROFILES)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_file_is_recognised_as_its_own_profiles_and_read_without_a_word_of_a_person(folder: Path) -> None:
    found, expected = read_files(list_files(folder)), json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    assert found.profile == name_of(folder)
    assert list(found.rows) == expected["rows"]
    assert (dict(found.skipped), list(found.problems)) == (expected["skipped"], expected.get("problems", []))


@pytest.mark.parametrize(
    "folder", [one for one in FOLDERS if any(NOTE in path.read_text(encoding="utf-8") for path in list_files(one))], ids=lambda one: one.name
)
def test_what_our_own_people_say_to_each_other_is_marked_internal(folder: Path) -> None:
    texts = [row["text"] for row in read_files(list_files(folder)).rows if NOTE in row.get("text", "")]
    assert texts
    for text in texts:
        before = text.partition(NOTE)[0].removesuffix("<p>").rstrip("\n").rsplit("\n", 1)[-1]
        assert "(internal)" in before


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_files_of_several_sorts_are_one_import_in_whatever_order_they_come(folder: Path) -> None:
    files = list_files(folder)
    assert [one.kind for one in recognise_files(files[::-1], None)] == [PROFILES[name_of(folder)].kind]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_a_profile_says_what_it_is_and_where_its_shape_was_seen(profile: Profile) -> None:
    assert profile.title.strip()
    assert profile.shape.strip()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("kind: post", "profile own: it: kind is 'post': one of accounts, feedback, arr, opportunities, signals, catalogue, fx"),
        ("fields: {txt: text}", "profile own: it: feedback has no field 'txt'; its fields are source, external_id, kind, occurred_at, text,"),
        ("fields: {text: 'a[b'}", "profile own: fields.text: 'a[b' is no path such as requester.email, tags[].name or recipients[role=from].handle"),
        ("fields: {text: '/a(/'}", "profile own: fields.text: /a(/ is no regular expression:"),
        ("fields: {text: {paragraf: [a]}}", "profile own: fields.text: is neither a path, a list of paths nor one of paragraphs, answers, joined,"),
        ("fields: {text: {joined: 5}}", "profile own: fields.text: Input should be an instance of Sequence"),
        ("feilds: {text: a}", "profile own: feilds: Extra inputs are not permitted"),
        ("title: [", "profile own: while parsing a flow"),
        ("columns: [[id]]", "profile own: files.rows.columns.0: Input should be a valid string"),
        ("gather: {by: [id], into: all, total: [mrr]}", "profile own: it: feedback has no field 'mrr'"),
        ("gather: {by: [id]}", "profile own: gather.into: Field required"),
        ("minor_units: [cents]", "profile own: it: feedback has no field 'cents'"),
    ],
)
def test_a_wrong_profile_is_refused_in_one_line_that_names_the_place(line: str, told: str) -> None:
    word = line.partition(":")[0]
    text = "\n".join([*(one for one in GOOD.splitlines() if not one.startswith(f"{word}:")), line])
    with pytest.raises(InputError) as refused:
        read_profile("own", text)
    assert str(refused.value).startswith(told)
    assert "\n" not in str(refused.value)


def test_a_file_within_another_stands_behind_it() -> None:
    files = "files: {rows: {columns: [id]}, prices: {columns: [id], within: items}, items: {columns: [id], key: a}}"
    with pytest.raises(InputError, match=r"files\.prices\.within is 'items': one of the files that stand between the main one and it"):
        read_profile("own", GOOD.replace("columns: [id, text]", files))


def test_a_companys_own_profile_goes_before_ours(tmp_path: Path) -> None:
    (tmp_path / "zendesk_views.yaml").write_text(GOOD, encoding="utf-8")
    assert load_profiles(tmp_path)["zendesk_views"].title == "A"


def test_the_tables_of_several_systems_in_one_folder_are_told_apart() -> None:
    folders = [folder for folder in FOLDERS if folder.name.endswith("_tables") or folder.name.endswith("@fivetran")]
    deliveries = recognise_files([path for folder in folders for path in list_files(folder)], None)
    found = {one.layout.profile.name: sorted(one.names) for one in deliveries if one.layout.profile}
    assert found == {name_of(folder): sorted(path.name for path in list_files(folder)) for folder in folders}
