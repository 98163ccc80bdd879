"""A mark that tells whether anything was imported since"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "import_mark",
        sa.Column("only", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_import_mark")),
    )
