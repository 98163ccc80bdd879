"""The version of the rules that make points of texts: a digest of their code and word lists, so that nobody has to remember to raise a number."""

import ast
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from voc.engine.data import read_bytes
from voc.engine.privacy.own_rules import OwnRule, digest_rules

_READERS = ("voc.engine.clean", "voc.engine.text.level", "voc.engine.split")  # what an item's text passes, in this order
_OURS = ("voc.engine", "voc.domain")
_LISTS = (".txt", ".json")


@cache
def rules_version() -> str:
    """`rules-` and eight hex digits. Docstrings and lines that are comments do not count."""
    digest = hashlib.blake2b(digest_size=4)
    for part in digest_modules(_READERS):
        digest.update(part)
    return f"rules-{digest.hexdigest()}"


def splitter_version(own: Sequence[OwnRule] = (), *, hides_names: bool = False) -> str:
    """What splits: the rules here, and what a company hides beyond them. Items split by another one are split again."""
    return f"{rules_version()}+{digest_rules(own, 'names' if hides_names else '')}" if own or hides_names else rules_version()


def digest_modules(names: Sequence[str]) -> Iterator[bytes]:
    """The code of these modules and of all of ours that they import, and the lists that they read, in the order of their names."""
    found: dict[str, tuple[str, ast.Module]] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        spec = None if name in found else find_spec(name)
        if spec and spec.origin:
            source = Path(spec.origin).read_text(encoding="utf-8")
            found[name] = source, ast.parse(source)
            waiting += [other for other in _imported(found[name][1]) if other.startswith(_OURS)]
    for name in sorted(found):
        yield bare_code(*found[name]).encode("utf-8", "surrogatepass")
    words = {node.value for _, tree in found.values() for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for name in sorted(word for word in words if word.endswith(_LISTS) and word.isascii()):
        yield read_bytes(name)


def bare_code(source: str, tree: ast.Module) -> str:
    """The source without its docstrings and the lines that are comments: the same under every Python, as a dump of the tree is not."""
    dropped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
            dropped.update(range(node.body[0].lineno, (node.body[0].end_lineno or node.body[0].lineno) + 1))
    lines = (line.rstrip() for number, line in enumerate(source.splitlines(), 1) if number not in dropped)
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
