"""Indexes that lists of quotes and filters are read by"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_feedback_source_kind", "feedback", ["source", "kind"])
    op.drop_index("ix_assignment_theme_id", table_name="assignment")
    op.create_index("ix_assignment_theme", "assignment", ["theme_id", "run_id", "strength"])
    op.create_index("ix_assignment_strength", "assignment", ["run_id", "strength"])
