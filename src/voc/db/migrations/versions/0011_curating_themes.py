"""Curating themes: pins, reasons, linked issues, and whom somebody told that it shipped"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    # Added as they are, not in a batch, which would make the table anew: others refer to it.
    op.add_column("theme", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("theme", sa.Column("status_reason", sa.Text(), nullable=True))
    op.add_column("theme_status", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("decision", sa.Column("reason", sa.Text(), nullable=True))
    op.create_table(
        "theme_link",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("added_by", sa.String(length=500), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_link_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_link")),
    )
    with op.batch_alter_table("theme_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_link_theme_id"), ["theme_id"], unique=False)
    op.create_table(
        "theme_told",
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("told_by", sa.String(length=500), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_told_theme_id_theme")),
        sa.PrimaryKeyConstraint("theme_id", "account", name=op.f("pk_theme_told")),
    )
