"""Allocation rounds and the proposals they lead to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSONB = postgresql.JSONB(astext_type=sa.Text())
MOMENT = sa.DateTime(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text())


def upgrade() -> None:
    _create_rounds()
    _create_what_belongs_to_a_round()
    _create_proposals()


def _create_rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("settings", JSONB, nullable=False),
        sa.Column("scope_states", TEXTS, nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("attempt", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("heartbeat_at", MOMENT, nullable=True),
        sa.Column("last_event", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("needs_seen", sa.BigInteger(), nullable=True),
        sa.Column("offers_seen", sa.BigInteger(), nullable=True),
        sa.Column("input_digest", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("outcome", JSONB, nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("violations", TEXTS, nullable=True),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled', 'refused')", name="rounds_status"
        ),
        sa.CheckConstraint("(outcome IS NOT NULL) = (status = 'done')", name="rounds_only_a_checked_outcome_is_kept"),
        sa.CheckConstraint("(violations IS NOT NULL) = (status = 'refused')", name="rounds_refused_says_why"),
        sa.CheckConstraint("(failure IS NOT NULL) = (status = 'failed')", name="rounds_failed_says_why"),
        sa.CheckConstraint("(finished_at IS NULL) = (status IN ('queued', 'running'))", name="rounds_end_once"),
        sa.PrimaryKeyConstraint("id"),
    )
    waiting = sa.text("status IN ('queued', 'running')")
    op.create_index("rounds_waiting", "rounds", ["created_at", "id"], unique=False, postgresql_where=waiting)


def _create_what_belongs_to_a_round() -> None:
    op.create_table(
        "round_inputs",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("round_id"),
    )
    op.create_table(
        "round_records",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('need', 'offer')", name="round_records_kind"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("round_id", "record_id"),
    )
    op.create_table(
        "round_events",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("round_id", "number"),
    )


def _create_proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("need_version", sa.Integer(), nullable=False),
        sa.Column("offer_version", sa.Integer(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("explanation", JSONB, nullable=False),
        sa.Column("profile_digest", sa.Text(), nullable=False),
        sa.Column("round_digest", sa.Text(), nullable=False),
        sa.Column("input_digest", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("status IN ('proposed')", name="proposals_status"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_proposals_round_id", "proposals", ["round_id"], unique=False)
    op.create_index("proposals_of_offer", "proposals", ["offer_id"], unique=False)
    op.create_index(
        "proposals_one_stands_for_a_need_and_an_offer",
        "proposals",
        ["need_id", "offer_id"],
        unique=True,
        postgresql_where=sa.text("status = 'proposed'"),
    )
    op.create_table(
        "proposal_lines",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.CheckConstraint("quantity > 0", name="proposal_lines_propose_something"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"]),
        sa.PrimaryKeyConstraint("proposal_id", "component_id", "line_id"),
    )
