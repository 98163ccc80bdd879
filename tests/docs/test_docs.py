"""The README and the docs are held against what is there."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import typer

from tests.running import Done, run_voc
from voc.cli import app
from voc.sources.registry import KINDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]


COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def run(command: str, folder: Path) -> Done:
    words = command.split("#")[0].split()
    assert words[0] == "voc"
    return run_voc(folder, *words[1:])


def blocks() -> list[list[str]]:
    return [block.strip().splitlines() for block in re.findall(r"```sh\n(.*?)```", README, re.S)]


def test_the_commands_for_your_own_data_work_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,name,arr\nA,Acme,1000\nB,Bolt,2000\nC,Cord,4000\nD,Dune,8000\n", encoding="utf-8")
    said = [
        "Export of the big report times out",
        "The report export runs into a timeout",
        "Exporting large reports fails with a timeout",
        "Our report export timed out again",
    ]
    rows = [
        {"source": "zendesk", "external_id": str(n), "kind": "ticket", "occurred_at": "2026-10-01", "text": text, "account_id": "ABCD"[n]}
        for n, text in enumerate(said)
    ]
    (tmp_path / "tickets.json").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    block = next(lines for lines in blocks() if any(line.startswith("voc import accounts") for line in lines))
    for command in (line.split("#")[0].strip() for line in block):
        if command.startswith("voc") and command != "voc serve":  # tests/workers/test_serve.py runs it
            done = run(command, tmp_path)
            assert done.returncode == 0, f"{command}: {done.stderr}"
    listed = json.loads(run("voc themes --json --limit 0", tmp_path).stdout)
    assert [theme["affected_arr"]["amount"] for theme in listed["data"]] == ["15000.00"]


def test_every_command_is_told_of_and_every_one_told_of_is_there(tmp_path: Path) -> None:
    told = {found.strip() for line in re.findall(r"^\| (`voc [^|]+)\|", doc("commands.md"), re.M) for found in re.findall(r"`voc ((?:[a-z]+ ?)+)", line)}
    assert {command.split()[0] for command in told} == set(COMMANDS)
    for command in sorted(told):
        words = command.split()[: 1 + hasattr(COMMANDS[command.split()[0]], "commands")]
        assert run_voc(tmp_path, *words, "--help").returncode == 0, command


def test_the_two_commands_stand_at_the_top_and_in_the_makefile() -> None:
    assert [line.split("#")[0].strip() for line in blocks()[0]] == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test", "check", "bench"):
        assert re.search(rf"^{target}:", makefile, re.M)


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_the_files_that_a_document_points_to_are_there(file: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8")):
        assert (file.parent / link).exists(), link


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120
    assert max(map(len, README.splitlines())) <= 120


def test_the_architecture_names_files_and_contracts_that_are_there() -> None:
    text = doc("architecture.md")
    for named in re.findall(r"`((?:usecases|sources|engine|db|pipeline|domain|rendering)/[a-z_/.]+)`", text):
        assert (ROOT / "src/voc" / named).exists(), named
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    assert re.findall(r"^\| ([A-Z][^|]+?) \|", text[text.index("## Contracts") :], re.M) == [contract["name"] for contract in contracts]


def test_the_table_of_files_has_every_kind_with_its_columns() -> None:
    for kind in KINDS.values():
        (columns,) = re.findall(rf"^\| `{kind.name}` \| [^|]* \| ([^|]*) \|$", doc("files.md"), re.M)
        assert tuple(re.findall(r"`([a-z_]+)`", columns)) == kind.fields
        assert set(re.findall(r"\*\*`([a-z_]+)`\*\*", columns)) == set(kind.required)
