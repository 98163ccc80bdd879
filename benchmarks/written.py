"""The lines that were written to train the heads on: `written/intents.txt`, `written/moods.txt` and the frames of `written/frames.txt` with things in their
gaps. `written/mood_posts.txt` and `written/mood_calls.txt` are judged by alone."""

from pathlib import Path

import numpy as np

WRITTEN = Path(__file__).parent / "written"
FILLED = 12  # sentences out of each frame
SEED = 7

Lines = list[tuple[str, str]]  # (section, text)


def read_lines(file: str = "intents.txt") -> Lines:
    """The whole lines of a file."""
    return [(name, line.removeprefix("- ")) for name, lines in _sections(file).items() for line in lines]


def fill_frames() -> Lines:
    """Each frame with some of the things; the same ones every time."""
    sections = _sections("frames.txt")
    things = sections.pop("things")
    rng = np.random.default_rng(SEED)
    filled = (
        (name, frame.replace("{}", thing)) for name, frames in sections.items() for frame in frames for thing in rng.choice(things, FILLED, replace=False)
    )
    return [(name, text[0].upper() + text[1:]) for name, text in filled]


def _sections(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (WRITTEN / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            current = found.setdefault(line[3:], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return found
