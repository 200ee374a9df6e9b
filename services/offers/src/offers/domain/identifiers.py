"""Typed identifiers, so that a line's id is never handed in where an offer's is meant."""

from typing import NewType
from uuid import UUID

OfferId = NewType("OfferId", UUID)
"""Names one offer for its whole life; UUID version 7."""

LineId = NewType("LineId", UUID)
"""Names one line across amendments, so that its ledger and its matches stay with it; UUID version 7."""
