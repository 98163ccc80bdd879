"""Domains that accounts came with beside their first one"""

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"


def upgrade() -> None:
    op.create_table(
        "further_domain",
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("domain", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_further_domain_account_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", "domain", name=op.f("pk_further_domain")),
    )
    op.create_index(op.f("ix_further_domain_domain"), "further_domain", ["domain"], unique=False)
