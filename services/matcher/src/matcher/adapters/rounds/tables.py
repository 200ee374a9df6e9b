"""The tables of allocation rounds."""

from typing import Literal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from matcher.adapters.metadata import metadata
from shared.persistence.columns import KEYS, MOMENT, one_of, required

RoundStatus = Literal["queued", "running", "done", "failed", "cancelled", "refused"]
RecordKind = Literal["need", "offer"]

rounds = Table(
    "rounds",
    metadata,
    Column("id", Uuid, primary_key=True),
    required("status", one_of(RoundStatus, "rounds_status")),
    required("settings", JSONB),
    Column("scope_states", KEYS),
    required("requested_by", Text),
    required("created_at", MOMENT),
    Column("started_at", MOMENT),
    Column("finished_at", MOMENT),
    Column("attempt", SmallInteger, nullable=False, server_default=text("0")),
    Column("heartbeat_at", MOMENT),
    Column("last_event", Integer, nullable=False, server_default=text("0")),
    Column("needs_seen", BigInteger),
    Column("offers_seen", BigInteger),
    Column("input_digest", Text),
    Column("digest", Text),
    Column("outcome", JSONB(none_as_null=True)),
    Column("failure", Text),
    Column("violations", ARRAY(Text)),
    CheckConstraint("(outcome IS NOT NULL) = (status = 'done')", name="rounds_only_a_checked_outcome_is_kept"),
    CheckConstraint("(violations IS NOT NULL) = (status = 'refused')", name="rounds_refused_says_why"),
    CheckConstraint("(failure IS NOT NULL) = (status = 'failed')", name="rounds_failed_says_why"),
    CheckConstraint("(finished_at IS NULL) = (status IN ('queued', 'running'))", name="rounds_end_once"),
)
"""`scope_states` null = every State; `needs_seen` and `offers_seen` are the newest changes among the inputs.

`attempt` counts the workers that took the round up: what an earlier one still writes is not taken.
"""
Index("rounds_waiting", rounds.c.created_at, rounds.c.id, postgresql_where=text("status IN ('queued', 'running')"))

round_inputs = Table(
    "round_inputs",
    metadata,
    Column("round_id", Uuid, ForeignKey("rounds.id"), primary_key=True),
    required("content", LargeBinary),
)
"""What a round was computed from, frozen when it was first taken up: compressed JSON."""

round_records = Table(
    "round_records",
    metadata,
    Column("round_id", Uuid, ForeignKey("rounds.id"), nullable=False),
    Column("record_id", Uuid, nullable=False),
    required("kind", one_of(RecordKind, "round_records_kind")),
    required("version", Integer),
    PrimaryKeyConstraint("round_id", "record_id"),
)
"""The needs and offers between which the round could choose, each at the version it had."""

round_events = Table(
    "round_events",
    metadata,
    Column("round_id", Uuid, ForeignKey("rounds.id"), nullable=False),
    Column("number", Integer, nullable=False),
    required("kind", Text),
    required("facts", JSONB),
    PrimaryKeyConstraint("round_id", "number"),
)
"""What was told of a round's progress, numbered from 1 without gaps."""
