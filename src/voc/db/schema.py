"""All tables together: what migrations are compared with and what tests empty."""

from voc.db.people_tables import NoteRow

METADATA = NoteRow.metadata  # shared by all; importing people's tables brings in the others


def is_compared(_: object, name: str | None, *__: object) -> bool:
    """Whether alembic compares it: the index of words is its migration's alone, for it is another thing on each database."""
    return not (name or "").startswith(("snippet_search", "ix_snippet_words"))
