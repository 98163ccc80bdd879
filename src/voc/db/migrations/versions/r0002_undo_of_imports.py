"""What imports changed, so that they can be undone"""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"

ID = sa.String(length=40)


def upgrade() -> None:
    op.create_table(
        "imported_row",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("act", ID, nullable=False),
        sa.Column("place", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_imported_row")),
    )
    op.create_index("uq_imported_row_act", "imported_row", ["act", "place", "key"], unique=True)
    op.create_index("ix_imported_row_place", "imported_row", ["place", "key"])
