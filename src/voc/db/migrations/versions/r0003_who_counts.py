"""Whether a snippet counts in the theme that a run put it in (in the runs until now each did), and the ARR that a person's word on it may add"""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"


def upgrade() -> None:
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("suggestion") as table:
        table.add_column(sa.Column("stake", sa.BigInteger(), nullable=False, server_default="0"))
        table.create_index("ix_suggestion_stake", ["stake"])
