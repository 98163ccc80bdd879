"""All tables together: what migrations are compared with and what tests empty."""

from voc.db import people_tables, report_tables, service_tables, tables

MODULES = (tables, service_tables, people_tables, report_tables)  # importing them is what brings their tables in
METADATA = tables.Base.metadata


def is_compared(_: object, name: str | None, *__: object) -> bool:
    """Whether alembic compares it: the index of words is its migration's alone, for it is another thing on each database."""
    return not (name or "").startswith(("snippet_search", "ix_snippet_words"))
