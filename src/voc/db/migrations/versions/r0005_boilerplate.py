"""What the last run recognised as boilerplate, and what people say of it"""

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision = "r0004"

ID, NAME = sa.String(length=40), sa.String(length=500)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "boilerplate",
        sa.Column("key", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("feedback_id", ID, nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_boilerplate_feedback_id_feedback"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_boilerplate")),
    )
    op.create_index(op.f("ix_boilerplate_feedback_id"), "boilerplate", ["feedback_id"], unique=False)
    op.create_table(
        "boilerplate_ruling",
        sa.Column("key", ID, nullable=False),
        sa.Column("is_boilerplate", sa.Boolean(), nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_boilerplate_ruling")),
    )
