"""What people do not want to be asked about again: of which account feedback is"""

import sqlalchemy as sa
from alembic import op

revision = "r0008"
down_revision = "r0007"

NAME, MOMENT = sa.String(length=500), sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ignored_origin",
        sa.Column("account_ref", NAME, nullable=False),
        sa.Column("domain", NAME, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("account_ref", "domain", name=op.f("pk_ignored_origin")),
    )
