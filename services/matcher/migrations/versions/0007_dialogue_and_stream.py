"""Messages on matches, and what readers are told of."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SIDES = ("recipient", "donor", "coordinator")
KINDS = ("match", "message", "need", "offer")


def upgrade() -> None:
    _create_dialogue()
    _create_stream()


def _one_of(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _create_dialogue() -> None:
    op.create_table(
        "match_messages",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", _one_of(SIDES, "match_messages_side"), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.CheckConstraint("number > 0", name="match_messages_count_from_one"),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"]),
        sa.PrimaryKeyConstraint("match_id", "number"),
    )
    op.create_table(
        "match_reads",
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("side", _one_of(SIDES, "match_reads_side"), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"]),
        sa.PrimaryKeyConstraint("match_id", "side", "speaker"),
    )


def _create_stream() -> None:
    op.create_table(
        "stream_events",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", _one_of(KINDS, "stream_events_kind"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", MOMENT, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("stream_events_at", "stream_events", ["at"], unique=False)
    op.create_table(
        "stream_position",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("forgotten", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="stream_position_is_one"),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    for table in ("stream_position", "stream_events", "match_reads", "match_messages"):
        op.drop_table(table)
