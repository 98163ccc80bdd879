"""Decisions, the ledger of identity, areas, intents, context"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=500), nullable=False),
        sa.Column("theme_id", sa.String(length=40), nullable=True),
        sa.Column("into_id", sa.String(length=40), nullable=True),
        sa.Column("snippets", _JSON, nullable=False),
        sa.Column("made_by", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(length=500), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("sequence", name=op.f("uq_decision_sequence")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_into_id"), ["into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "theme_event",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=500), nullable=False),
        sa.Column("made_by", sa.String(length=500), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("others", _JSON, nullable=False),
        sa.Column("counts", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_event_theme_id_theme")),
        sa.PrimaryKeyConstraint("run_id", "theme_id", "kind", name=op.f("pk_theme_event")),
    )
    with op.batch_alter_table("theme_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_event_theme_id"), ["theme_id"], unique=False)

    _add("assignment", sa.Column("intent", sa.String(length=500), nullable=True))
    _add("assignment", sa.Column("pinned", sa.Boolean(), nullable=False), sa.false())
    _add("run", sa.Column("engine", _JSON, nullable=False), sa.text("'{}'"))
    _add("run_theme", sa.Column("area_id", sa.String(length=40), nullable=True))
    _add("snippet", sa.Column("context", sa.Text(), nullable=True))
    _add("theme", sa.Column("level", sa.String(length=500), nullable=False), "theme")
    # Offsets were into the readable text and are now into the raw one: have every item split again.
    op.execute("UPDATE feedback SET split_by = NULL")


def _add(table: str, column: sa.Column[Any], present: str | sa.ClauseElement | None = None) -> None:
    """Add a column; rows that are there already get `present`, later ones must bring their own."""
    column.server_default = sa.DefaultClause(present) if present is not None else None
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(column)
    if present is not None:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column.name, existing_type=column.type, existing_nullable=False, server_default=None)
