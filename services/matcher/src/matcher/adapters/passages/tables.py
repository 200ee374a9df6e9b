"""The table of passages: which stage a match entered when, and when it left it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, PrimaryKeyConstraint, SmallInteger, Table, Uuid, text

from matcher.adapters.matches.tables import matches
from matcher.adapters.metadata import metadata
from matcher.domain.matches.life_cycle import Status
from shared.persistence.columns import MOMENT, one_of, required

match_passages = Table(
    "match_passages",
    metadata,
    Column("match_id", Uuid, ForeignKey(matches.c.id), nullable=False),
    required("number", SmallInteger),
    required("stage", one_of(Status, "match_passages_stage")),
    required("entered_at", MOMENT),
    Column("left_at", MOMENT),
    PrimaryKeyConstraint("match_id", "number"),
    CheckConstraint("left_at >= entered_at", name="match_passages_end_after_they_begin"),
)
"""One row a stay, numbered from 1 without gaps; the last one is open (`left_at` null), and it alone."""
Index(
    "match_passages_one_is_open",
    match_passages.c.match_id,
    unique=True,
    postgresql_where=text("left_at IS NULL"),
)
Index("match_passages_by_stage", match_passages.c.stage)
