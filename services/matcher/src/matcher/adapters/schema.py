"""Every table of the matcher, entered in its catalogue by being imported: what migrations are compared with."""

from matcher.adapters import tables
from matcher.adapters.metadata import metadata

__all__ = ["metadata", "tables"]
