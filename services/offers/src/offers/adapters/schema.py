"""Every table of the offers service, entered in its catalogue by being imported: what migrations are compared with."""

from offers.adapters import tables
from offers.adapters.metadata import metadata
from offers.adapters.reservations import tables as reservation_tables

__all__ = ["metadata", "reservation_tables", "tables"]
