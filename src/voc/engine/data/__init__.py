"""Word lists and trained numbers that the engine reads."""

from importlib.resources import files


def read_patterns(name: str) -> str:
    """The file's lines as one alternation of regular expressions."""
    return "|".join(read_lines(name))


def read_words(name: str) -> frozenset[str]:
    """The file's words."""
    return frozenset(" ".join(read_lines(name)).split())


def read_lines(name: str) -> list[str]:
    """The file's lines, without those that are empty or begin with #."""
    return [line for line in files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def read_bytes(name: str) -> bytes:
    """The file as it is; nothing where there is none of this name."""
    file = files(__name__).joinpath(name)
    return file.read_bytes() if file.is_file() else b""
