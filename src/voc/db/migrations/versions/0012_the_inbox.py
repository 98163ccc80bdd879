"""The inbox: suggestions, marks, owners, tags and notes; accounts in brief"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"

ID, TEXT, MOMENT = sa.String(length=40), sa.String(length=500), sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "suggestion",
        sa.Column("snippet_id", ID, nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("doubt", sa.Float(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_suggestion_snippet_id_snippet"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("snippet_id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_doubt"), "suggestion", ["doubt"])
    op.create_index(op.f("ix_suggestion_came_at"), "suggestion", ["came_at"])
    op.create_table(
        "snippet_mark",
        sa.Column("snippet_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_snippet_mark_snippet_id_snippet"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("snippet_id", "owner_id", name=op.f("pk_snippet_mark")),
    )
    op.create_table(
        "snippet_owner",
        sa.Column("snippet_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_snippet_owner_snippet_id_snippet"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_snippet_owner_user_id_app_user")),
        sa.PrimaryKeyConstraint("snippet_id", name=op.f("pk_snippet_owner")),
    )
    op.create_index(op.f("ix_snippet_owner_user_id"), "snippet_owner", ["user_id"])
    op.create_table(
        "tag",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("folded", name=op.f("uq_tag_folded")),
    )
    op.create_table(
        "feedback_tag",
        sa.Column("tag_id", ID, nullable=False),
        sa.Column("feedback_id", ID, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_tag_feedback_id_feedback"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_feedback_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("tag_id", "feedback_id", name=op.f("pk_feedback_tag")),
    )
    op.create_index(op.f("ix_feedback_tag_feedback_id"), "feedback_tag", ["feedback_id"])
    op.create_table(
        "note",
        sa.Column("id", ID, nullable=False),
        sa.Column("snippet_id", ID, nullable=True),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("author_name", TEXT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_note_snippet_id_snippet"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_note_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_snippet_id"), "note", ["snippet_id"])
    op.create_index(op.f("ix_note_theme_id"), "note", ["theme_id"])
    op.create_table(
        "note_reader",
        sa.Column("note_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_reader_note_id_note"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_note_reader_user_id_app_user")),
        sa.PrimaryKeyConstraint("note_id", "user_id", name=op.f("pk_note_reader")),
    )
    op.create_index(op.f("ix_note_reader_user_id"), "note_reader", ["user_id"])
    op.add_column("run_account", sa.Column("brief", JSON, nullable=True))
