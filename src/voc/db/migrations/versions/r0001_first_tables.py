"""All tables of the first release"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "r0001"
down_revision = None

ID = sa.String(length=40)
NAME = sa.String(length=500)
MOMENT = sa.DateTime(timezone=True)
AMOUNT = sa.BigInteger()  # ten-thousandths: exact on both databases
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# SQLite's index of words. It keeps its own copy of the text, because SQLite may renumber the rows of a table.
WORDS = (
    "CREATE VIRTUAL TABLE snippet_search USING fts5(snippet_id, text, tokenize = 'porter unicode61 remove_diacritics 2')",
    """CREATE TRIGGER snippet_search_added AFTER INSERT ON snippet BEGIN
    INSERT INTO snippet_search (snippet_id, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER snippet_search_deleted AFTER DELETE ON snippet BEGIN
    DELETE FROM snippet_search WHERE snippet_search MATCH 'snippet_id : "' || old.id || '"'; END""",
    """CREATE TRIGGER snippet_search_changed AFTER UPDATE OF text ON snippet WHEN old.text <> new.text BEGIN
    DELETE FROM snippet_search WHERE snippet_search MATCH 'snippet_id : "' || old.id || '"';
    INSERT INTO snippet_search (snippet_id, text) VALUES (new.id, new.text); END""",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("arr", AMOUNT, nullable=False),
        sa.Column("currency", NAME, nullable=False),
        sa.Column("domain", NAME, nullable=True),
        sa.Column("segment", NAME, nullable=True),
        sa.Column("plan", NAME, nullable=True),
        sa.Column("industry", NAME, nullable=True),
        sa.Column("region", NAME, nullable=True),
        sa.Column("renews_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("csm_email", NAME, nullable=True),
        sa.Column("parent_account_id", NAME, nullable=True),
        sa.Column("status", NAME, nullable=False),
        sa.Column("attributes", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("account_id", name=op.f("uq_account_account_id")),
    )
    op.create_index(op.f("ix_account_domain"), "account", ["domain"], unique=False)
    op.create_table(
        "api_key",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("role", NAME, nullable=False),
        sa.Column("key_hash", NAME, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
    )
    op.create_table(
        "app_user",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("role", NAME, nullable=False),
        sa.Column("password_hash", NAME, nullable=True),
        sa.Column("subject", NAME, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("email", name=op.f("uq_app_user_email")),
        sa.UniqueConstraint("subject", name=op.f("uq_app_user_subject")),
    )
    op.create_table(
        "arr_change",
        sa.Column("account_id", NAME, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("arr", AMOUNT, nullable=False),
        sa.Column("currency", NAME, nullable=False),
        sa.Column("reason", NAME, nullable=True),
        sa.PrimaryKeyConstraint("account_id", "effective_on", name=op.f("pk_arr_change")),
    )
    op.create_table(
        "change",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("actor_name", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("noun_id", NAME, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("act", ID, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_change")),
        sa.UniqueConstraint("id", name=op.f("uq_change_id")),
    )
    op.create_index(op.f("ix_change_act"), "change", ["act"], unique=False)
    op.create_index(op.f("ix_change_actor_id"), "change", ["actor_id"], unique=False)
    op.create_index(op.f("ix_change_kind"), "change", ["kind"], unique=False)
    op.create_index(op.f("ix_change_noun_id"), "change", ["noun_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("into_id", ID, nullable=True),
        sa.Column("snippets", JSON, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_by", NAME, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("sequence", name=op.f("uq_decision_sequence")),
    )
    op.create_index(op.f("ix_decision_into_id"), "decision", ["into_id"], unique=False)
    op.create_index(op.f("ix_decision_theme_id"), "decision", ["theme_id"], unique=False)
    op.create_table(
        "embedding",
        sa.Column("text_hash", NAME, nullable=False),
        sa.Column("model", NAME, nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("text_hash", "model", name=op.f("pk_embedding")),
    )
    op.create_table(
        "feature",
        sa.Column("feature_id", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", NAME, nullable=False),
        sa.Column("plan", NAME, nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("url", NAME, nullable=True),
        sa.PrimaryKeyConstraint("feature_id", name=op.f("pk_feature")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", ID, nullable=False),
        sa.Column("source", NAME, nullable=False),
        sa.Column("external_id", NAME, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("revised_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content_hash", NAME, nullable=False),
        sa.Column("account", ID, nullable=True),
        sa.Column("account_ref", NAME, nullable=True),
        sa.Column("account_domain", NAME, nullable=True),
        sa.Column("author_name", NAME, nullable=True),
        sa.Column("author_email", NAME, nullable=True),
        sa.Column("author_role", NAME, nullable=False),
        sa.Column("rating", AMOUNT, nullable=True),
        sa.Column("rating_scale", NAME, nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("language", NAME, nullable=True),
        sa.Column("attributes", JSON, nullable=False),
        sa.Column("split_by", NAME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_account"), "feedback", ["account"], unique=False)
    op.create_index(op.f("ix_feedback_occurred_at"), "feedback", ["occurred_at"], unique=False)
    op.create_index("ix_feedback_source_kind", "feedback", ["source", "kind"], unique=False)
    op.create_index(op.f("ix_feedback_split_by"), "feedback", ["split_by"], unique=False)
    op.create_index("uq_feedback_source_external_id", "feedback", ["source", "external_id"], unique=True)
    op.create_table(
        "fx_rate",
        sa.Column("currency", NAME, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("currency", "as_of", name=op.f("pk_fx_rate")),
    )
    op.create_table(
        "health_alert",
        sa.Column("id", ID, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", NAME, nullable=False),
        sa.Column("score_before", sa.Float(), nullable=False),
        sa.Column("band_before", NAME, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_alert")),
    )
    op.create_index(op.f("ix_health_alert_account"), "health_alert", ["account"], unique=False)
    op.create_index(op.f("ix_health_alert_raised_at"), "health_alert", ["raised_at"], unique=False)
    op.create_table(
        "health_override",
        sa.Column("id", ID, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("band", NAME, nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_by", NAME, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_override")),
    )
    op.create_index(op.f("ix_health_override_account"), "health_override", ["account"], unique=False)
    op.create_table(
        "health_weights",
        sa.Column("id", ID, nullable=False),
        sa.Column("weights", JSON, nullable=False),
        sa.Column("backtest", JSON, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("accepted_by", NAME, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", NAME, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_weights")),
    )
    op.create_table(
        "idempotency",
        sa.Column("key", NAME, nullable=False),
        sa.Column("request_hash", NAME, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "import_mark",
        sa.Column("only", sa.Integer(), nullable=False),
        sa.Column("mark", ID, nullable=False),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_import_mark")),
    )
    op.create_table(
        "job",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("key", NAME, nullable=True),
        sa.Column("group_id", NAME, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("lease_token", NAME, nullable=True),
        sa.Column("progress", JSON, nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index(op.f("ix_job_created_at"), "job", ["created_at"], unique=False)
    op.create_index(op.f("ix_job_group_id"), "job", ["group_id"], unique=False)
    op.create_index(op.f("ix_job_state"), "job", ["state"], unique=False)
    op.create_table(
        "opportunity",
        sa.Column("opportunity_id", NAME, nullable=False),
        sa.Column("account_id", NAME, nullable=False),
        sa.Column("amount", AMOUNT, nullable=False),
        sa.Column("currency", NAME, nullable=False),
        sa.Column("stage", NAME, nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("opportunity_id", name=op.f("pk_opportunity")),
    )
    op.create_index(op.f("ix_opportunity_account_id"), "opportunity", ["account_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("subject", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("sha256", NAME, nullable=True),
        sa.Column("decisions", JSON, nullable=False),
        sa.Column("restates", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("opened_by", NAME, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("approved_by", NAME, nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("frozen_by", NAME, nullable=True),
        sa.Column("frozen_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_period"), "report", ["period"], unique=False)
    op.create_index("uq_report_kind", "report", ["kind", "subject", "period", "version"], unique=True)
    op.create_table(
        "run",
        sa.Column("id", ID, nullable=False),
        sa.Column("state", NAME, nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("engine", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_state"), "run", ["state"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("owner_name", NAME, nullable=False),
        sa.Column("page", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_owner_id"), "saved_view", ["owner_id"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", ID, nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", NAME, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "signal",
        sa.Column("account_id", NAME, nullable=False),
        sa.Column("signal", NAME, nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "signal", "observed_on", name=op.f("pk_signal")),
    )
    op.create_table(
        "tag",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("folded", NAME, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("folded", name=op.f("uq_tag_folded")),
    )
    op.create_table(
        "theme",
        sa.Column("id", ID, nullable=False),
        sa.Column("level", NAME, nullable=False),
        sa.Column("label", NAME, nullable=False),
        sa.Column("label_source", NAME, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("status", NAME, nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("owner", NAME, nullable=True),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("strategic_fit", sa.Float(), nullable=True),
        sa.Column("verdict", NAME, nullable=True),
        sa.Column("feature_id", NAME, nullable=True),
        sa.Column("born_run_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", NAME, nullable=False),
        sa.Column("key_id", ID, nullable=True),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("role", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_key_id"), "web_session", ["key_id"], unique=False)
    op.create_index(op.f("ix_web_session_user_id"), "web_session", ["user_id"], unique=False)
    op.create_table(
        "account_domain",
        sa.Column("domain", NAME, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_domain_account_account")),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_account_domain")),
    )
    op.create_table(
        "current_run",
        sa.Column("only", sa.Integer(), nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_current_run_run_id_run")),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_current_run")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("recipient", NAME, nullable=False),
        sa.Column("job_id", ID, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_delivery_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_report_id"), "delivery", ["report_id"], unique=False)
    op.create_table(
        "feedback_revision",
        sa.Column("feedback_id", ID, nullable=False),
        sa.Column("content_hash", NAME, nullable=False),
        sa.Column("revised_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_revision_feedback_id_feedback"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("feedback_id", "content_hash", name=op.f("pk_feedback_revision")),
    )
    op.create_table(
        "feedback_tag",
        sa.Column("tag_id", ID, nullable=False),
        sa.Column("feedback_id", ID, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_feedback_tag_feedback_id_feedback"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_feedback_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("tag_id", "feedback_id", name=op.f("pk_feedback_tag")),
    )
    op.create_index(op.f("ix_feedback_tag_feedback_id"), "feedback_tag", ["feedback_id"], unique=False)
    op.create_table(
        "report_file",
        sa.Column("report_id", ID, nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", NAME, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_file_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "form", name=op.f("pk_report_file")),
    )
    op.create_table(
        "run_account",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("brief", JSON, nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_account_run_id_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "account", name=op.f("pk_run_account")),
    )
    op.create_table(
        "run_exposure",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_exposure_run_id_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "by", name=op.f("pk_run_exposure")),
    )
    op.create_table(
        "run_match",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("matched_id", NAME, nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_match_run_id_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "theme_id", "kind", "matched_id", name=op.f("pk_run_match")),
    )
    op.create_table(
        "run_theme",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("area_id", ID, nullable=True),
        sa.Column("label", NAME, nullable=False),
        sa.Column("keyphrases", JSON, nullable=False),
        sa.Column("exemplars", JSON, nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_theme_run_id_run"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_run_theme_theme_id_theme")),
        sa.PrimaryKeyConstraint("run_id", "theme_id", name=op.f("pk_run_theme")),
    )
    op.create_table(
        "snippet",
        sa.Column("id", ID, nullable=False),
        sa.Column("feedback_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("text_hash", NAME, nullable=False),
        sa.Column("language", NAME, nullable=False),
        sa.ForeignKeyConstraint(["feedback_id"], ["feedback.id"], name=op.f("fk_snippet_feedback_id_feedback"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippet")),
    )
    op.create_index(op.f("ix_snippet_feedback_id"), "snippet", ["feedback_id"], unique=False)
    op.create_index(op.f("ix_snippet_text_hash"), "snippet", ["text_hash"], unique=False)
    op.create_table(
        "theme_event",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("kind", NAME, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("others", JSON, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_event_theme_id_theme")),
        sa.PrimaryKeyConstraint("run_id", "theme_id", "kind", name=op.f("pk_theme_event")),
    )
    op.create_index(op.f("ix_theme_event_theme_id"), "theme_event", ["theme_id"], unique=False)
    op.create_table(
        "theme_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", NAME, nullable=False),
        sa.Column("added_by", NAME, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_link_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_link")),
    )
    op.create_index(op.f("ix_theme_link_theme_id"), "theme_link", ["theme_id"], unique=False)
    op.create_table(
        "theme_status",
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("status", NAME, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_status_theme_id_theme")),
        sa.PrimaryKeyConstraint("theme_id", "changed_at", name=op.f("pk_theme_status")),
    )
    op.create_table(
        "theme_told",
        sa.Column("theme_id", ID, nullable=False),
        sa.Column("account", ID, nullable=False),
        sa.Column("told_by", NAME, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_told_theme_id_theme")),
        sa.PrimaryKeyConstraint("theme_id", "account", name=op.f("pk_theme_told")),
    )
    op.create_table(
        "assignment",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("snippet_id", ID, nullable=False),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("ask_id", ID, nullable=True),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("sentiment", sa.Float(), nullable=False),
        sa.Column("intent", NAME, nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_assignment_run_id_run"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_assignment_snippet_id_snippet"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "snippet_id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_snippet_id"), "assignment", ["snippet_id"], unique=False)
    op.create_index("ix_assignment_strength", "assignment", ["run_id", "strength"], unique=False)
    op.create_index("ix_assignment_theme", "assignment", ["theme_id", "run_id", "strength"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", ID, nullable=False),
        sa.Column("snippet_id", ID, nullable=True),
        sa.Column("theme_id", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("author_name", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_note_snippet_id_snippet"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_note_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_snippet_id"), "note", ["snippet_id"], unique=False)
    op.create_index(op.f("ix_note_theme_id"), "note", ["theme_id"], unique=False)
    op.create_table(
        "snippet_mark",
        sa.Column("snippet_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_snippet_mark_snippet_id_snippet"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("snippet_id", "owner_id", name=op.f("pk_snippet_mark")),
    )
    op.create_table(
        "snippet_owner",
        sa.Column("snippet_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("made_by", NAME, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_snippet_owner_snippet_id_snippet"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_snippet_owner_user_id_app_user")),
        sa.PrimaryKeyConstraint("snippet_id", name=op.f("pk_snippet_owner")),
    )
    op.create_index(op.f("ix_snippet_owner_user_id"), "snippet_owner", ["user_id"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("snippet_id", ID, nullable=False),
        sa.Column("themes", JSON, nullable=False),
        sa.Column("doubt", sa.Float(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["snippet_id"], ["snippet.id"], name=op.f("fk_suggestion_snippet_id_snippet"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("snippet_id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_came_at"), "suggestion", ["came_at"], unique=False)
    op.create_index(op.f("ix_suggestion_doubt"), "suggestion", ["doubt"], unique=False)
    op.create_table(
        "note_reader",
        sa.Column("note_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_reader_note_id_note"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_note_reader_user_id_app_user")),
        sa.PrimaryKeyConstraint("note_id", "user_id", name=op.f("pk_note_reader")),
    )
    op.create_index(op.f("ix_note_reader_user_id"), "note_reader", ["user_id"], unique=False)

    if op.get_context().dialect.name == "sqlite":
        for statement in WORDS:
            op.execute(statement)
    else:
        op.execute("CREATE INDEX ix_snippet_words ON snippet USING gin (to_tsvector('english'::regconfig, text))")
