"""How much of what must go is hidden, and how much of what must stay is taken, by kind, beside detect-secrets' own scan.

    python benchmarks/privacy.py [--half tune|judge] [--files later] [--misses] [--names]

The texts stand in benchmarks/written/privacy_*.txt, written before the rules were. Something is hidden where every letter and digit of it is; a text is taken
where anything of it is hidden. Every second text was used to tune the rules, the others judge them. Names (by the parser, with --names) and postal addresses
are reported apart. `--before FILE` measures an older clean.py in the same way.
"""

import argparse
import importlib.util
import random
import re
import string
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from labelled import print_table

from voc.engine.alignment import AlignedText
from voc.engine.parser import find_parser
from voc.engine.privacy.hide import hide_once
from voc.engine.privacy.people import hide_names

WRITTEN = Path(__file__).parent / "written"
APART = ("names", "addresses")
SETS = {
    "hex": "0123456789abcdef", "d": string.digits, "lo": string.ascii_lowercase + string.digits, "up": string.ascii_uppercase + string.digits,
    "b62": string.ascii_letters + string.digits, "b64": string.ascii_letters + string.digits + "+/", "b64u": string.ascii_letters + string.digits + "-_",
}  # fmt: skip
_MADE = re.compile(r"\{(\w+)(?::(\d+))?\}")
_MARK = re.compile(r"\[[a-z][a-z_ ]*\]")


class Written(NamedTuple):
    """A text, and the stretches of it that must go."""

    kind: str
    text: str
    secrets: list[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "judge"))
    parser.add_argument("--files", default="", help="suffix of the lists, such as later")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    parser.add_argument("--names", action="store_true", help="hide names, by the parser")
    parser.add_argument("--before", type=Path, help="an older clean.py to measure instead")
    options = parser.parse_args()
    hide = hide_as_before(options.before) if options.before else hide_now(names=options.names)
    suffix = f"_{options.files}" if options.files else ""
    rows = []
    for name, judge in (("hide", is_hidden), ("keep", is_kept)):
        written = list(read_written(WRITTEN / f"privacy_{name}{suffix}.txt"))
        if options.half:
            written = written[options.half == "judge" :: 2]
        rows += measure(name, written, hide, judge, show=options.misses)
    print_table(rows)


def measure(name: str, written: list[Written], hide: "Hide", judge: Callable[[Written, list[tuple[int, int]]], bool], *, show: bool) -> list[dict[str, object]]:
    """A row a kind and one for all; names and addresses are counted apart."""
    counts: dict[str, list[int]] = {}
    for line in written:
        right, peer = judge(line, hide(line.text)), judge(line, scan_with_peer(line.text))
        for kind in (line.kind, *(() if line.kind in APART else ("all",))):
            count = counts.setdefault(kind, [0, 0, 0])
            count[0] += 1
            count[1] += right if name == "hide" else not right
            count[2] += peer if name == "hide" else not peer
        if show and not right:
            covered = hide(line.text)
            print(f"{name} [{line.kind}] {line.text!r} -> {[line.text[s:e] for s, e in covered]}")
    what = "hidden" if name == "hide" else "taken"
    order = sorted(counts, key=lambda kind: (kind == "all", kind in APART))
    return [
        {"kind": kind, "what": what, "texts": n, "voc": f"{got / n:.3f} ({got})", "detect-secrets": f"{peer / n:.3f} ({peer})"}
        for kind in order
        for n, got, peer in [counts[kind]]
    ]


def read_written(path: Path) -> Iterator[Written]:
    """The texts by kind; keys are made up from a fixed seed."""
    chance, kind = random.Random(path.name), ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            kind = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            made = _MADE.sub(lambda m: make(m[1], int(m[2] or 0), chance) if m[1] in (*SETS, "uuid") else m[0], line).replace("\\n", "\n")
            text, secrets = "", []
            for n, part in enumerate(re.split("[«»]", made)):
                if n % 2:
                    secrets.append((len(text), len(text) + len(part)))
                text += part
            yield Written(kind, text, secrets)


def make(name: str, length: int, chance: random.Random) -> str:
    """So many characters of a set; a UUID."""
    if name == "uuid":
        return "-".join(make("hex", n, chance) for n in (8, 4, 4, 4, 12))
    return "".join(chance.choice(SETS[name]) for _ in range(length))


Hide = Callable[[str], list[tuple[int, int]]]  # a text -> the stretches of it that are hidden


def hide_now(*, names: bool) -> Hide:
    """As voc hides, with names by the parser where it is asked for."""
    nlp = find_parser() if names else None

    def hide(text: str) -> list[tuple[int, int]]:
        read = AlignedText(text)
        for _ in range(5):
            read = hide_once(read)
        return covered_by(hide_names(read, nlp) if nlp else read)

    return hide


def hide_as_before(path: Path) -> Hide:
    """As an older clean.py does, by its table of patterns."""
    spec = importlib.util.spec_from_file_location("before", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def hide(text: str) -> list[tuple[int, int]]:
        read = AlignedText(text)
        for pattern, what in module._PERSONAL:
            read = read.sub(pattern, what, pattern.groups)
        return covered_by(read)

    return hide


def covered_by(read: AlignedText) -> list[tuple[int, int]]:
    return [read.source(*m.span()) for m in _MARK.finditer(read.text)]


def scan_with_peer(text: str) -> list[tuple[int, int]]:
    """Where detect-secrets finds secrets with all its plugins; nothing where it is not installed."""
    if importlib.util.find_spec("detect_secrets") is None:
        return []
    from detect_secrets.core.scan import scan_file
    from detect_secrets.settings import default_settings

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file, default_settings():
        file.write(text)
        file.flush()
        values = {found.secret_value for found in scan_file(file.name) if found.secret_value}
    return [m.span() for value in values for m in re.finditer(re.escape(value), text)]


def is_hidden(line: Written, covered: list[tuple[int, int]]) -> bool:
    """Whether every letter and digit that must go is covered, and no more than the word that they stand in."""
    hidden = {i for start, end in covered for i in range(start, end)}
    return all(i in hidden for start, end in line.secrets for i in range(start, end) if line.text[i].isalnum())


def is_kept(line: Written, covered: list[tuple[int, int]]) -> bool:
    """Whether nothing is covered."""
    return not covered


if __name__ == "__main__":
    main()
