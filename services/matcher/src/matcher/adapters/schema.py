"""Every table of the matcher, entered in its catalogue by being imported: what migrations are compared with."""

from matcher.adapters import tables
from matcher.adapters.activities import tables as activity_tables
from matcher.adapters.basis import tables as basis_tables
from matcher.adapters.metadata import metadata
from matcher.adapters.rounds import tables as round_tables

__all__ = ["activity_tables", "basis_tables", "metadata", "round_tables", "tables"]
