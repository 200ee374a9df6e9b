"""What matches hold, each step of it in a journal that is only added to, and the clock of confirmation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

QUANTITY = sa.Numeric(precision=18, scale=3)
MOMENT = sa.DateTime(timezone=True)
REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    _add_clock_to_needs()
    _create_reservations()
    _create_journal()
    _create_inbox()


def _add_clock_to_needs() -> None:
    op.add_column("needs", sa.Column("statement", sa.Integer(), nullable=True))
    # So far every change was one of content; the period was a year.
    op.execute("UPDATE needs SET statement = version")
    op.alter_column("needs", "statement", nullable=False)
    op.add_column("needs", sa.Column("stands_until", sa.Date(), nullable=True))
    op.execute("UPDATE needs SET stands_until = (confirmed_at AT TIME ZONE 'UTC' + interval '365 days')::date")
    op.add_column("needs", sa.Column("reminded_at", MOMENT, nullable=True))
    op.create_index(
        "needs_stands_until", "needs", ["stands_until"], unique=False, postgresql_where=sa.text("closed_as IS NULL")
    )
    op.add_column("need_components", sa.Column("taken_by", sa.Uuid(), nullable=True))
    op.create_check_constraint(
        "components_taken_whole_have_no_quantity", "need_components", "taken_by IS NULL OR quantity IS NULL"
    )


def _create_reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("match_version", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            _one_of("reservations_status", "held", "refused", "confirmed", "settled", "released"),
            nullable=False,
        ),
        sa.Column("shortfalls", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("match_id"),
    )
    op.create_index(op.f("ix_reservations_need_id"), "reservations", ["need_id"], unique=False)
    op.create_table(
        "reservation_holdings",
        sa.Column("reservation_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("held", QUANTITY, nullable=False),
        sa.Column("promised", QUANTITY, nullable=False),
        sa.Column("delivered", QUANTITY, nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("unmeasured", sa.Boolean(), nullable=False),
        sa.CheckConstraint("held >= 0 AND promised >= 0 AND delivered >= 0", name="holdings_hold_nothing_negative"),
        sa.CheckConstraint(
            "NOT unmeasured OR held + promised + delivered = 0", name="holdings_of_the_unmeasured_count_nothing"
        ),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservations.id"]),
        sa.PrimaryKeyConstraint("reservation_id", "component_id"),
    )
    op.create_index(
        "a_component_without_a_quantity_is_held_by_one_match",
        "reservation_holdings",
        ["component_id"],
        unique=True,
        postgresql_where=sa.text("unmeasured"),
    )
    op.create_table(
        "reservation_versions",
        sa.Column("reservation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_subject", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservations.id"]),
        sa.PrimaryKeyConstraint("reservation_id", "version", "happened"),
    )


def _create_journal() -> None:
    op.create_table(
        "coverage_entries",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("match_version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "movement",
            _one_of("coverage_entries_movement", "held", "confirmed", "delivered", "released"),
            nullable=False,
        ),
        sa.Column("held_before", QUANTITY, nullable=False),
        sa.Column("held_after", QUANTITY, nullable=False),
        sa.Column("promised_before", QUANTITY, nullable=False),
        sa.Column("promised_after", QUANTITY, nullable=False),
        sa.Column("delivered_before", QUANTITY, nullable=False),
        sa.Column("delivered_after", QUANTITY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("match_id", "match_version", "component_id", name="coverage_entries_one_a_step"),
    )
    op.create_index("coverage_entries_of_a_need", "coverage_entries", ["need_id", "number"], unique=False)
    op.execute(REFUSE_CHANGE)
    op.execute(
        "CREATE TRIGGER coverage_entries_are_only_added BEFORE UPDATE OR DELETE ON coverage_entries"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER coverage_entries_are_never_emptied BEFORE TRUNCATE ON coverage_entries"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "event_id"),
    )
    op.create_index("inbox_claimed_at", "inbox", ["claimed_at"], unique=False)
    op.create_table(
        "dead_letters",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("buried_at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.Column("replayed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "consumer", "topic", "partition", "offset", "digest", name="dead_letters_one_row_per_record"
        ),
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    for table in (
        "dead_letters",
        "inbox",
        "coverage_entries",
        "reservation_versions",
        "reservation_holdings",
        "reservations",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
    op.drop_column("need_components", "taken_by")
    op.drop_index("needs_stands_until", table_name="needs")
    for column in ("reminded_at", "stands_until", "statement"):
        op.drop_column("needs", column)
