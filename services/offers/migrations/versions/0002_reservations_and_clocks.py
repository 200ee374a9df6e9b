"""What matches hold, and the clock of confirmation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

QUANTITY = sa.Numeric(precision=18, scale=3)
MOMENT = sa.DateTime(timezone=True)
KEYS = postgresql.ARRAY(sa.Text(), as_tuple=True)
IDS = postgresql.ARRAY(sa.Uuid(), as_tuple=True)
JSON = postgresql.JSONB(none_as_null=True)
STATUSES = ("held", "refused", "confirmed", "settled", "released")

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def upgrade() -> None:
    _add_clock()
    _create_state_ledger()
    _create_reservations()
    _create_journal()
    _create_inbox()


def _add_clock() -> None:
    """Give offers that stand already the usual year from their opening; the service's setting holds from then on."""
    op.add_column("offers", sa.Column("statement", sa.Integer(), nullable=True))
    op.add_column("offers", sa.Column("confirmed_at", MOMENT, nullable=True))
    op.add_column("offers", sa.Column("confirm_by", sa.Date(), nullable=True))
    op.add_column("offers", sa.Column("reminded_at", MOMENT, nullable=True))
    op.execute("UPDATE offers SET statement = version, confirmed_at = opened_at")
    op.execute(
        "UPDATE offers SET confirm_by = ((opened_at AT TIME ZONE 'UTC') + interval '365 days')::date"
        " WHERE opened_at IS NOT NULL AND status <> 'closed'"
    )
    op.alter_column("offers", "statement", nullable=False)
    op.create_index(
        "offers_to_be_confirmed",
        "offers",
        ["confirm_by"],
        unique=False,
        postgresql_where=sa.text("confirm_by IS NOT NULL"),
    )


def _create_state_ledger() -> None:
    op.create_table(
        "offer_state_ledger",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("engaged", QUANTITY, nullable=False),
        sa.Column("ceiling", QUANTITY, nullable=True),
        sa.CheckConstraint("engaged >= 0", name="states_have_nothing_negative"),
        sa.CheckConstraint("engaged <= ceiling", name="states_keep_to_the_ceiling"),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"]),
        sa.PrimaryKeyConstraint("offer_id", "state"),
    )


def _create_reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("match_version", sa.Integer(), nullable=False),
        sa.Column("status", _one_of("reservations_status"), nullable=False),
        sa.Column("states", KEYS, nullable=False),
        sa.Column("offer_ids", IDS, nullable=False),
        sa.Column("shortfalls", JSON, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("match_id"),
    )
    op.create_index("reservations_of_offers", "reservations", ["offer_ids"], unique=False, postgresql_using="gin")
    op.create_table(
        "reservation_holdings",
        sa.Column("reservation_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("quantity", QUANTITY, nullable=True),
        sa.Column("charged", QUANTITY, nullable=True),
        sa.Column("figure", QUANTITY, nullable=False),
        sa.Column("charges", JSON, nullable=False),
        sa.Column("largest_share", QUANTITY, nullable=True),
        sa.Column("held", QUANTITY, nullable=False),
        sa.Column("promised", QUANTITY, nullable=False),
        sa.Column("delivered", QUANTITY, nullable=False),
        sa.CheckConstraint("held + promised + delivered <= figure", name="holdings_hold_at_most_what_was_asked"),
        sa.CheckConstraint("held + promised + delivered <= largest_share", name="holdings_keep_to_the_largest_share"),
        sa.CheckConstraint("held >= 0 AND promised >= 0 AND delivered >= 0", name="holdings_hold_nothing_negative"),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"]),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservations.id"]),
        sa.PrimaryKeyConstraint("reservation_id", "line_id", "component_id"),
    )


def _create_journal() -> None:
    op.create_table(
        "capacity_entries",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("match_version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("movement", _one_of("capacity_entries_movement"), nullable=False),
        sa.Column("reserved_before", QUANTITY, nullable=False),
        sa.Column("reserved_after", QUANTITY, nullable=False),
        sa.Column("committed_before", QUANTITY, nullable=False),
        sa.Column("committed_after", QUANTITY, nullable=False),
        sa.Column("delivered_before", QUANTITY, nullable=False),
        sa.Column("delivered_after", QUANTITY, nullable=False),
        sa.Column("charged_before", JSON, nullable=False),
        sa.Column("charged_after", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("match_id", "match_version", "line_id", "component_id", name="capacity_entries_one_a_step"),
    )
    op.create_index("capacity_entries_of_offer", "capacity_entries", ["offer_id", "number"], unique=False)
    op.execute(REFUSE_CHANGE)
    op.execute(
        "CREATE TRIGGER capacity_entries_are_only_added BEFORE UPDATE OR DELETE ON capacity_entries"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER capacity_entries_are_never_emptied BEFORE TRUNCATE ON capacity_entries"
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


def _one_of(name: str) -> sa.Enum:
    return sa.Enum(*STATUSES, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    tables = (
        "dead_letters",
        "inbox",
        "capacity_entries",
        "reservation_holdings",
        "reservations",
        "offer_state_ledger",
    )
    for table in tables:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
    op.drop_index("offers_to_be_confirmed", table_name="offers")
    for column in ("reminded_at", "confirm_by", "confirmed_at", "statement"):
        op.drop_column("offers", column)
