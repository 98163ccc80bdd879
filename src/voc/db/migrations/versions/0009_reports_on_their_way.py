"""Reports on their way: draft, approved, frozen; their files and deliveries"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

TEXT = sa.String(length=500)


def upgrade() -> None:
    report = sa.table("report", *(sa.column(name) for name in "kind subject version state decisions opened_by opened_at approved_by approved_at frozen_by frozen_at".split()))
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint("uq_report_month", type_="unique")
        batch_op.alter_column("month", new_column_name="period", existing_type=sa.String(length=7), type_=sa.String(length=10), existing_nullable=False)
        batch_op.alter_column("published_at", new_column_name="frozen_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        batch_op.alter_column("run_id", existing_type=sa.String(length=40), nullable=True)
        batch_op.alter_column("content", existing_type=sa.Text(), nullable=True)
        batch_op.alter_column("sha256", existing_type=TEXT, nullable=True)
        batch_op.add_column(sa.Column("kind", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("subject", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("decisions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True))
        batch_op.add_column(sa.Column("restates", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("opened_by", TEXT, nullable=True))
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("approved_by", TEXT, nullable=True))
        batch_op.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("frozen_by", TEXT, nullable=True))
    # What was published is frozen: its content and its hash stay as they are.
    op.execute(
        report.update().values(
            kind="month", subject="", version=1, state="frozen", decisions=sa.text("'{}'"), opened_by="published", opened_at=report.c.frozen_at,
            approved_by="published", approved_at=report.c.frozen_at, frozen_by="published",
        )
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        for name, kind in (
            ("kind", sa.String(length=10)), ("subject", sa.String(length=40)), ("version", sa.Integer()), ("state", sa.String(length=10)),
            ("decisions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")), ("opened_by", TEXT),
            ("opened_at", sa.DateTime(timezone=True)),
        ):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.create_index("uq_report_kind", ["kind", "subject", "period", "version"], unique=True)
        batch_op.create_index(batch_op.f("ix_report_period"), ["period"])
    op.create_table(
        "report_file",
        sa.Column("report_id", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_file_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "form", name=op.f("pk_report_file")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("report_id", sa.String(length=40), nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("recipient", TEXT, nullable=False),
        sa.Column("job_id", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_delivery_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_report_id"), ["report_id"])
