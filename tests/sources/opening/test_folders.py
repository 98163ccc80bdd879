import zipfile
from pathlib import Path

import pytest

from voc.errors import InputError
from voc.sources.opening.folders import list_files


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a", encoding="utf-8")
    return folder


def test_a_folder_is_its_files_but_for_hidden_ones_and_earlier_rejects(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", "b.csv", "a/c.json", ".DS_Store", "b.rejects.csv", "__MACOSX/b.csv")
    assert [file.relative_to(folder).as_posix() for file in list_files([folder], tmp_path)] == ["a/c.json", "b.csv"]


def test_a_json_file_of_a_transcripts_name_tells_of_it_and_is_no_file_of_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", "call.vtt", "call.json", "tickets.json")
    assert [file.name for file in list_files([folder], tmp_path)] == ["call.vtt", "tickets.json"]


def test_an_archive_of_several_files_is_unpacked_and_one_of_a_single_file_read_as_it_is(tmp_path: Path) -> None:
    for name, members in (("two.zip", ("x/a.csv", "b.csv")), ("one.zip", ("a.csv",))):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for member in members:
                archive.writestr(member, "a")
    files = list_files([tmp_path / "two.zip", tmp_path / "one.zip"], tmp_path / "out")
    assert [file.relative_to(tmp_path).as_posix() for file in files] == ["out/two/x/a.csv", "out/two/b.csv", "one.zip"]


@pytest.mark.parametrize("name", ["../../evil.csv", "/evil.csv", "a/../../evil.csv"])
def test_nothing_is_unpacked_outside_its_folder(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "a")
        archive.writestr("b.csv", "b")
    for file in list_files([tmp_path / "a.zip"], tmp_path / "out"):
        assert file.resolve().is_relative_to(tmp_path / "out" / "a")


def test_a_folder_without_files_is_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no file that voc reads"):
        list_files([write(tmp_path / "in", ".hidden")], tmp_path)
