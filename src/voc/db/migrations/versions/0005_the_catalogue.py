"""What the catalogue says of a theme"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("verdict", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("feature_id", sa.String(length=500), nullable=True))
    op.create_table(
        "run_match",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=500), nullable=False),
        sa.Column("matched_id", sa.String(length=500), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_match_run_id_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "theme_id", "kind", "matched_id", name=op.f("pk_run_match")),
    )
