"""Rate tables and scoring profiles, both only ever added to; answers remembered under their idempotency keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from matcher.domain.scoring import load_profile

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("rate_tables", "scoring_profiles", "scoring_profile_activations")
REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    _create_idempotency_keys()
    _create_rate_tables()
    _create_profiles()
    _evaluate_everything_anew()
    op.execute(REFUSE_CHANGE)
    for table in ONLY_ADDED_TO:
        op.execute(
            f"CREATE TRIGGER {table}_are_only_added BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _create_idempotency_keys() -> None:
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


def _create_rate_tables() -> None:
    op.create_table(
        "rate_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("millionths", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )


def _create_profiles() -> None:
    profiles = op.create_table(
        "scoring_profiles",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("weights", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name="scoring_profiles_versions_begin_at_one"),
        sa.PrimaryKeyConstraint("digest"),
        sa.UniqueConstraint("name", "version", name="scoring_profiles_one_row_per_version"),
        sa.UniqueConstraint("number"),
    )
    activations = op.create_table(
        "scoring_profile_activations",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("activated_by", sa.Text(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["scoring_profiles.digest"]),
        sa.PrimaryKeyConstraint("number"),
    )
    # The profile as it ships on the day of installing; from then on weights are what coordinators decide.
    shipped = load_profile()
    op.execute(
        profiles.insert().values(
            digest=shipped.digest,
            name=shipped.name,
            version=shipped.version,
            weights=dict(shipped.weights),
            note="Shipped with the matcher.",
            created_at=sa.func.now(),
        )
    )
    op.execute(
        activations.insert().values(
            digest=shipped.digest, reason="Shipped with the matcher.", activated_at=sa.func.now()
        )
    )


def _evaluate_everything_anew() -> None:
    """Say of each evaluation which profile and which rates it was done with; none is kept, so all is done again."""
    op.drop_table("evaluations")
    op.create_table(
        "evaluations",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("activation", sa.BigInteger(), nullable=False),
        sa.Column("rate_table", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("day", "activation", "rate_table"),
    )
