"""Accounts whose ARR nobody told, and deals whose amount nobody told"""

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision = "r0005"

AMOUNT = sa.BigInteger()


def upgrade() -> None:
    for table, column in (("account", "arr"), ("opportunity", "amount")):
        if op.get_context().dialect.name != "sqlite":
            op.alter_column(table, column, existing_type=AMOUNT, nullable=True)
            continue
        # SQLite changes no column, and the domains that refer to their accounts let no table be made anew: another column takes the place of this one.
        op.add_column(table, sa.Column("told", AMOUNT, nullable=True))
        op.execute(f'UPDATE "{table}" SET told = "{column}"')
        op.drop_column(table, column)
        op.execute(f'ALTER TABLE "{table}" RENAME COLUMN told TO "{column}"')
