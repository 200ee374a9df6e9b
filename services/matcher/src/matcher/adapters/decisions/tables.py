"""The tables of the decision log.

The log and its checkpoints are only ever added to: triggers see to it, and the service's role has no right to more.
Texts and pseudonyms lie apart, so that a person's can be erased while the chain stays whole.
"""

from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, Uuid, func

from matcher.adapters.metadata import metadata
from shared.persistence.columns import MOMENT, required

decision_log = Table(
    "decision_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    required("at", MOMENT),
    required("action", Text),
    Column("match_id", Uuid),
    Column("match_version", Integer),
    required("content", Text),
    required("content_hash", Text),
    Column("previous_hash", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
    CheckConstraint("number > 0", name="decision_log_begins_at_one"),
)
"""`content` is the canonical JSON that was hashed; the match beside it only finds entries. None has two successors."""
Index("decision_log_of_match", decision_log.c.match_id, decision_log.c.number)

decision_texts = Table(
    "decision_texts",
    metadata,
    Column("number", BigInteger, ForeignKey(decision_log.c.number), primary_key=True, autoincrement=False),
    required("salt", Text),
    required("text", Text),
)
"""The free texts of reasons; the log holds only their commitments."""

pseudonyms = Table(
    "pseudonyms",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("pseudonym", Uuid, nullable=False, unique=True),
    Column("used_at", MOMENT, nullable=False, server_default=func.now()),
)
"""Who stands behind a pseudonym of the log; once the row is gone, nobody can tell."""

decision_checkpoints = Table(
    "decision_checkpoints",
    metadata,
    Column("number", BigInteger, ForeignKey(decision_log.c.number), primary_key=True, autoincrement=False),
    required("hash", Text),
    required("at", MOMENT),
)
"""The checkpoints that were published."""

ONLY_ADDED_TO: Final = (
    "decision_log",
    "decision_checkpoints",
    "rate_tables",
    "scoring_profiles",
    "scoring_profile_activations",
)
"""The matcher's tables whose rows nobody changes or deletes, the service's own role included."""
