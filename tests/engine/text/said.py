"""What the engine makes of one item."""

from voc.db.snippets import UnsplitItem
from voc.domain.feedback import Snippet
from voc.usecases.refresh.split_feedback import split_item


def snippets(text: str, kind: str = "ticket", author_role: str = "customer", author: str | None = None, subject: str | None = None) -> list[Snippet]:
    """An item's snippets; nobody of the company's people is known."""
    return list(split_item(UnsplitItem("fbk_1", kind, text, author_role, author, None, subject), frozenset()))


def said(text: str, kind: str = "ticket", author_role: str = "customer", author: str | None = None, subject: str | None = None) -> list[str]:
    """The words of an item's snippets."""
    return [snippet.text for snippet in snippets(text, kind, author_role, author, subject)]
