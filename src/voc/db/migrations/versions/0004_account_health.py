"""Account health: overrides, alerts, accepted weights, since when a theme has which status"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "health_override",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("band", sa.String(length=500), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=500), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_override")),
    )
    with op.batch_alter_table("health_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_health_override_account"), ["account"], unique=False)

    op.create_table(
        "health_alert",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=500), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", sa.String(length=500), nullable=False),
        sa.Column("score_before", sa.Float(), nullable=False),
        sa.Column("band_before", sa.String(length=500), nullable=False),
        sa.Column("reasons", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_alert")),
    )
    with op.batch_alter_table("health_alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_health_alert_account"), ["account"], unique=False)
        batch_op.create_index(batch_op.f("ix_health_alert_raised_at"), ["raised_at"], unique=False)

    op.create_table(
        "health_weights",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("weights", _JSON, nullable=False),
        sa.Column("backtest", _JSON, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(length=500), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=500), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_weights")),
    )

    op.create_table(
        "theme_status",
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=500), nullable=False),
        sa.Column("made_by", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_status_theme_id_theme")),
        sa.PrimaryKeyConstraint("theme_id", "changed_at", name=op.f("pk_theme_status")),
    )
    # Nobody noted when the present statuses were set: they are known from now on.
    op.execute(
        "INSERT INTO theme_status (theme_id, changed_at, status, made_by) SELECT id, CURRENT_TIMESTAMP, status, 'before it was noted' FROM theme WHERE status <> 'new'"
    )
