"""The offers service's first schema."""

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
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("donor_name", sa.Text(), nullable=False),
        sa.Column("donor_kind", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=True),
        sa.Column("implementer", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "provided",
                "call",
                "standing_facility",
                "seats",
                "pledge",
                "in_kind",
                name="offers_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("texts", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("for_everyone", sa.Boolean(), nullable=False),
        sa.Column("for_states", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("for_regions", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("for_groups", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("excluded_states", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("applicants", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("working_languages", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("window", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("call", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("conditions", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("condition_notes", sa.Text(), nullable=False),
        sa.Column("per_state_ceiling", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("delivery_model", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "public",
                "recipients",
                "coordinators",
                name="offers_visibility",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("contact", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("provenance", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "open",
                "paused",
                "exhausted",
                "closed",
                name="offers_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closing_reason IS NOT NULL)", name="offers_closed_says_why"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation", "external_id", name="offers_external_id_is_unique_for_its_donor"),
    )
    op.create_index("offers_external_id", "offers", ["external_id"], unique=False)
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
        "offer_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("categories", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("modalities", postgresql.ARRAY(sa.Text(), as_tuple=True), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("pledged", sa.Numeric(precision=18, scale=3), nullable=True),
        sa.Column("smallest_share", sa.Numeric(precision=18, scale=3), nullable=True),
        sa.Column("largest_share", sa.Numeric(precision=18, scale=3), nullable=True),
        sa.Column("divisible", sa.Boolean(), nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reserved", sa.Numeric(precision=18, scale=3), nullable=False),
        sa.Column("committed", sa.Numeric(precision=18, scale=3), nullable=False),
        sa.Column("delivered", sa.Numeric(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("reserved + committed + delivered <= pledged", name="lines_are_never_over_committed"),
        sa.CheckConstraint("reserved >= 0 AND committed >= 0 AND delivered >= 0", name="lines_hold_nothing_negative"),
        sa.CheckConstraint("smallest_share <= largest_share", name="lines_smallest_share_is_at_most_the_largest"),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_offer_lines_offer_id"), "offer_lines", ["offer_id"], unique=False)
    op.create_index("offer_lines_categories", "offer_lines", ["categories"], unique=False, postgresql_using="gin")
    op.create_table(
        "offer_versions",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_subject", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"]),
        sa.PrimaryKeyConstraint("offer_id", "version", "happened"),
    )


def downgrade() -> None:
    op.drop_table("offer_versions")
    op.drop_index("offer_lines_categories", table_name="offer_lines", postgresql_using="gin")
    op.drop_index(op.f("ix_offer_lines_offer_id"), table_name="offer_lines")
    op.drop_table("offer_lines")
    op.drop_index("outbox_unpublished_of_key", table_name="outbox", postgresql_where=sa.text("published_at IS NULL"))
    op.drop_index("outbox_unpublished", table_name="outbox", postgresql_where=sa.text("published_at IS NULL"))
    op.drop_index("outbox_published", table_name="outbox", postgresql_where=sa.text("published_at IS NOT NULL"))
    op.drop_table("outbox")
    op.drop_index("offers_external_id", table_name="offers")
    op.drop_table("offers")
    op.drop_index("idempotency_keys_created_at", table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
