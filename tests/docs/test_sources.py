"""docs/sources.md tells every profile and every word, its examples are profiles, and its example package works."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from tests.docs.sources import PAGE, find_rows, rows
from voc.errors import InputError
from voc.sources.mapping import profile as words
from voc.sources.profiles.load import read_profile
from voc.sources.registry import KINDS

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLE = PAGE.parent / "examples/voc_acme"
TOLD = re.findall(r"^\| (`[^|]*`) \| [^|]* \| `(.*)` \|$", TEXT, re.MULTILINE)
BASE: dict[str, Any] = {"title": "A", "shape": "seen", "columns": ["id"]}


def list_words() -> Iterator[str]:
    models = [one for one in vars(words).values() if isinstance(one, type) and issubclass(one, BaseModel) and one.__module__ == words.__name__]
    for model in models:
        yield from (field.alias or name for name, field in model.model_fields.items() if (model, name) != (words.Profile, "name"))


def test_every_profile_stands_in_the_table_with_its_title_and_what_is_lost() -> None:
    assert find_rows() == rows(), "run python -m tests.docs.sources"


@pytest.mark.parametrize("word", sorted(set(list_words())))
def test_every_word_is_explained(word: str) -> None:
    assert any(f"`{word}`" in told for told, _ in TOLD)


@pytest.mark.parametrize(("told", "example"), TOLD)
def test_the_example_of_a_word_is_a_part_of_a_profile_and_has_it(told: str, example: str) -> None:
    said = yaml.safe_load(example)
    assert re.search(rf"\b({'|'.join(re.findall(r'`(.+?)`', told))})\b", example)
    base = {**BASE, **said}
    if "files" in said:
        del base["columns"]
    problems = []
    for kind in KINDS:
        try:
            read_profile("own", yaml.safe_dump({"kind": kind, **base}, sort_keys=False))
        except InputError as error:
            problems.append(str(error))
        else:
            return
    raise AssertionError(problems)


def test_the_whole_example_is_the_packages_profile() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert read_profile("acme_helpdesk", block).title.startswith("Acme")
    assert (EXAMPLE / "voc_acme/acme_helpdesk.yaml").read_text(encoding="utf-8") == block


def test_the_profiles_of_an_installed_package_are_found(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "voc_acme")
    target = tmp_path / "target"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--target",
        str(target),
        str(tmp_path / "voc_acme"),
    ]
    done = subprocess.run(install, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    code = "from voc.sources.profiles.load import load_profiles; print(load_profiles()['acme_helpdesk'].title)"
    paths = os.pathsep.join([str(target), *sys.path])
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})
    assert found.stdout.strip() == "Acme Helpdesk tickets (CSV export)", found.stderr
