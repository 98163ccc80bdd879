"""Words in snippets"""

from alembic import op

revision = "0007"
down_revision = "0006"

# The table keeps its own copy of the text and is asked by the id's words: SQLite may renumber rows, so they cannot link the two.
_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS snippet_search USING fts5(snippet_id, text, tokenize = 'porter unicode61 remove_diacritics 2')",
    "DELETE FROM snippet_search",
    "INSERT INTO snippet_search (snippet_id, text) SELECT id, text FROM snippet",
    """CREATE TRIGGER IF NOT EXISTS snippet_search_added AFTER INSERT ON snippet BEGIN
    INSERT INTO snippet_search (snippet_id, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER IF NOT EXISTS snippet_search_deleted AFTER DELETE ON snippet BEGIN
    DELETE FROM snippet_search WHERE snippet_search MATCH 'snippet_id : "' || old.id || '"'; END""",
    """CREATE TRIGGER IF NOT EXISTS snippet_search_changed AFTER UPDATE OF text ON snippet WHEN old.text <> new.text BEGIN
    DELETE FROM snippet_search WHERE snippet_search MATCH 'snippet_id : "' || old.id || '"';
    INSERT INTO snippet_search (snippet_id, text) VALUES (new.id, new.text); END""",
)


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
    else:
        op.execute("CREATE INDEX IF NOT EXISTS ix_snippet_words ON snippet USING gin (to_tsvector('english'::regconfig, text))")
