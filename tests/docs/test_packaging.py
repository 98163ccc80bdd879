import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)], capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.namelist()


@pytest.mark.parametrize(
    "needed",
    [
        "voc/db/migrations/versions/r0001_first_tables.py",
        "voc/engine/data/sentiment_head.json",
        "voc/engine/data/courtesies.txt",
        "voc/py.typed",
        "voc/sources/profiles/zendesk_tickets.yaml",
        "voc/sample/feedback.jsonl",
        "voc/sample/fx.csv",
        "voc_api/py.typed",
        "voc_api/templates/themes.html",
        "voc_workers/tasks.py",
        "voc_workers/py.typed",
    ],
)
def test_the_wheel_holds_what_the_service_needs(names: list[str], needed: str) -> None:
    assert needed in names


def test_the_wheel_holds_every_template_and_static_file_and_nothing_else_at_its_top(names: list[str]) -> None:
    for folder in ("src/voc/rendering/templates", "api/voc_api/templates", "api/voc_api/static"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert str(file.relative_to(ROOT)).split("/", 1)[1] in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"voc", "voc_api", "voc_workers"}
