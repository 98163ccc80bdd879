"""The README's words are held against what is there."""

import json
import re
from pathlib import Path

from tests.running import Done, run_voc
from voc.sources.registry import KINDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


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
    (tmp_path / "feedback.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    block = next(lines for lines in blocks() if lines[0].startswith("voc import accounts"))
    for command in block:
        if command != "voc serve":  # tests/workers/test_serve.py runs it
            done = run(command, tmp_path)
            assert done.returncode == 0, f"{command}: {done.stderr}"
    listed = json.loads(run("voc themes --json --limit 0", tmp_path).stdout)
    assert [theme["affected_arr"]["amount"] for theme in listed["data"]] == ["15000.00"]


def test_every_command_that_the_readme_names_is_there(tmp_path: Path) -> None:
    named = {
        " ".join(found.split()[:2]) if found.split()[0] in ("db", "keys", "backtest") else found.split()[0]
        for found in re.findall(r"`?voc ([a-z]+[^`\n#]*)", README)
        if found
    }
    commands = {
        "import",
        "refresh",
        "themes",
        "accounts",
        "report",
        "export",
        "serve",
        "worker",
        "settings",
        "demo",
        "db upgrade",
        "keys create",
        "backtest scope",
        "backtest health",
    }
    assert commands - {"demo"} <= named, "the README tells of them"
    for command in sorted(commands):
        assert run_voc(tmp_path, *command.split(), "--help").returncode == 0, command


def test_the_two_commands_stand_at_the_top_and_in_the_makefile() -> None:
    assert [line.split("#")[0].strip() for line in blocks()[0]] == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test", "check", "bench"):
        assert re.search(rf"^{target}:", makefile, re.M)


def test_the_files_that_the_readme_points_to_are_there() -> None:
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / link).exists(), link


def test_the_table_of_files_has_every_kind_with_its_columns() -> None:
    for kind in KINDS.values():
        (columns,) = re.findall(rf"^\| `{kind.name}` \| [^|]* \| ([^|]*) \|$", README, re.M)
        assert tuple(re.findall(r"`([a-z_]+)`", columns)) == kind.fields
        assert set(re.findall(r"\*\*`([a-z_]+)`\*\*", columns)) == set(kind.required)
