"""Every table of the matcher, entered in its catalogue by being imported: what migrations are compared with."""

from matcher.adapters import tables
from matcher.adapters.activities import tables as activity_tables
from matcher.adapters.basis import tables as basis_tables
from matcher.adapters.decisions import tables as decision_tables
from matcher.adapters.dialogue import tables as dialogue_tables
from matcher.adapters.matches import tables as match_tables
from matcher.adapters.metadata import metadata
from matcher.adapters.passages import tables as passage_tables
from matcher.adapters.rounds import tables as round_tables
from matcher.adapters.stream import tables as stream_tables

__all__ = [
    "activity_tables",
    "basis_tables",
    "decision_tables",
    "dialogue_tables",
    "match_tables",
    "metadata",
    "passage_tables",
    "round_tables",
    "stream_tables",
    "tables",
]
