"""The needs service's first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("operation", sa.String(length=500), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "operation", "key", name="idempotency_keys_pkey"),
    )
    op.create_index("idempotency_keys_created_at", "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "needs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("states", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("texts", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("all_or_nothing", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("window", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("shortest_useful_days", sa.Integer(), nullable=False),
        sa.Column("working_languages", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("life_cycle_stages", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("new_technology", sa.Boolean(), nullable=False),
        sa.Column("target_groups", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("applicants", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("conditions_met", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("authority", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("contact", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("received", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("sustainability", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("gender", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("serves", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("source_report", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("sensitive", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "donors",
                "coordinators",
                name="needs_visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("provenance", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "open",
                "partly_covered",
                "covered",
                "closed",
                name="needs_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "closed_as",
            sa.Enum(
                "fulfilled",
                "withdrawn",
                "expired",
                name="needs_closed_as",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("consent", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("specificity_score", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closed_as IS NOT NULL)", name="needs_closed_says_how"),
        sa.CheckConstraint("priority BETWEEN 1 AND 5", name="needs_priority_is_one_to_five"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lead", "external_id", name="needs_external_id_is_unique_for_its_lead"),
    )
    op.create_index("needs_external_id", "needs", ["external_id"], unique=False)
    op.create_index("needs_states", "needs", ["states"], unique=False, postgresql_using="gin")
    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skip_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("octet_length(payload) <= 900000", name="outbox_payload_fits_a_record"),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("event_id"),
        sa.UniqueConstraint("key", "key_version", "type", name="outbox_one_row_per_version"),
    )
    op.create_index(
        "outbox_published",
        "outbox",
        ["published_at"],
        unique=False,
        postgresql_where=sa.text("published_at IS NOT NULL"),
    )
    op.create_index(
        "outbox_unpublished", "outbox", ["position"], unique=False, postgresql_where=sa.text("published_at IS NULL")
    )
    op.create_index(
        "outbox_unpublished_of_key",
        "outbox",
        ["key", "position"],
        unique=False,
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.create_table(
        "need_components",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("modalities", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=3), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("estimated_cost", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("own_contribution", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("held", sa.Numeric(precision=18, scale=3), nullable=False),
        sa.Column("confirmed", sa.Numeric(precision=18, scale=3), nullable=False),
        sa.Column("delivered", sa.Numeric(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("held + confirmed + delivered <= quantity", name="components_are_never_over_covered"),
        sa.CheckConstraint("held >= 0 AND confirmed >= 0 AND delivered >= 0", name="components_cover_nothing_negative"),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_need_components_need_id"), "need_components", ["need_id"], unique=False)
    op.create_index("need_components_category", "need_components", ["category"], unique=False)
    op.create_table(
        "need_versions",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_subject", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"]),
        sa.PrimaryKeyConstraint("need_id", "version", "happened"),
    )


def downgrade() -> None:
    op.drop_table("need_versions")
    op.drop_index("need_components_category", table_name="need_components")
    op.drop_index(op.f("ix_need_components_need_id"), table_name="need_components")
    op.drop_table("need_components")
    op.drop_index("outbox_unpublished_of_key", table_name="outbox", postgresql_where=sa.text("published_at IS NULL"))
    op.drop_index("outbox_unpublished", table_name="outbox", postgresql_where=sa.text("published_at IS NULL"))
    op.drop_index("outbox_published", table_name="outbox", postgresql_where=sa.text("published_at IS NOT NULL"))
    op.drop_table("outbox")
    op.drop_index("needs_states", table_name="needs", postgresql_using="gin")
    op.drop_index("needs_external_id", table_name="needs")
    op.drop_table("needs")
    op.drop_index("idempotency_keys_created_at", table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
