"""Jira's rich text (Atlassian Document Format), read as plain text (developer.atlassian.com/cloud/jira/platform/apis/document/structure)."""

from collections.abc import Iterator, Mapping
from typing import Any

_BLOCKS = frozenset("paragraph heading blockquote codeBlock panel rule listItem tableRow taskItem decisionItem mediaSingle blockCard expand".split())
_NAMED = ("text", "shortName", "url")  # what a mention, an emoji or a card is called
_DEEPEST = 50


def read_adf(value: Any) -> Any:
    """The document's text, a line a paragraph; any other value as it is."""
    if not (isinstance(value, Mapping) and value.get("type") == "doc" and isinstance(value.get("content"), list)):
        return value
    lines = "".join(_read(value, 0)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line) or None


def _read(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, Mapping) or depth > _DEEPEST:
        return
    kind, attributes = str(node.get("type")), node.get("attrs")
    if kind == "text":
        yield str(node.get("text") or "")
    elif kind == "hardBreak":
        yield "\n"
    elif isinstance(attributes, Mapping) and not node.get("content"):
        yield next((str(attributes[name]) for name in _NAMED if attributes.get(name)), "")
    for part in node["content"] if isinstance(node.get("content"), list) else ():
        yield from _read(part, depth + 1)
    if kind in _BLOCKS:
        yield "\n"
    elif kind in ("tableCell", "tableHeader"):
        yield " "
