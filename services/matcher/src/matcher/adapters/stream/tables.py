"""The tables behind the live stream: what happened, and how far the numbers have come."""

from typing import Literal

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, SmallInteger, Table, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

from matcher.adapters.metadata import metadata
from shared.persistence.columns import MOMENT, one_of, required

StreamKind = Literal["match", "message", "need", "offer"]
"""What an event is about: a match that changed, a message on one, or a reminder about a need or an offer."""

stream_events = Table(
    "stream_events",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    required("kind", one_of(StreamKind, "stream_events_kind")),
    required("record_id", Uuid),
    required("facts", JSONB),
    Column("at", MOMENT, nullable=False, server_default=func.now()),
)
"""`record_id` is the match's id, also for a message; else the need's or the offer's. Nothing here is personal."""
Index("stream_events_at", stream_events.c.at)

stream_position = Table(
    "stream_position",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    required("last", BigInteger),
    required("forgotten", BigInteger),
    CheckConstraint("id = 1", name="stream_position_is_one"),
)
"""One row: the last number given, and the last one that is no longer kept."""
