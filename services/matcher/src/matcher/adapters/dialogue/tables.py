"""The tables of the dialogue on matches: messages, and how far each side has read."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text, Uuid

from matcher.adapters.matches.tables import matches
from matcher.adapters.metadata import metadata
from matcher.domain.dialogue.voices import Side
from shared.persistence.columns import MOMENT, one_of, required

match_messages = Table(
    "match_messages",
    metadata,
    Column("match_id", Uuid, ForeignKey(matches.c.id), nullable=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    required("side", one_of(Side, "match_messages_side")),
    required("speaker", Text),
    required("language", Text),
    required("body", Text),
    required("sent_at", MOMENT),
    PrimaryKeyConstraint("match_id", "number"),
    CheckConstraint("number > 0", name="match_messages_count_from_one"),
)
"""Who wrote a message is kept as the party that the author spoke for, never as a person."""

match_reads = Table(
    "match_reads",
    metadata,
    Column("match_id", Uuid, ForeignKey(matches.c.id), nullable=False),
    required("side", one_of(Side, "match_reads_side")),
    required("speaker", Text),
    required("up_to", Integer),
    required("read_at", MOMENT),
    PrimaryKeyConstraint("match_id", "side", "speaker"),
)
"""The last message that each side has read."""
