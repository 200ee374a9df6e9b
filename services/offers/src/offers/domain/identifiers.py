"""Typed identifiers, so that a line's id is never handed in where an offer's is meant."""

from typing import NewType
from uuid import UUID

OfferId = NewType("OfferId", UUID)
"""Names one offer for its whole life; UUID version 7."""

LineId = NewType("LineId", UUID)
"""Names one line across amendments, so that its ledger and its matches stay with it; UUID version 7."""

ComponentId = NewType("ComponentId", UUID)
"""Names the component of a need for which a line is held; it is the needs service's own."""

MatchId = NewType("MatchId", UUID)
"""Names a match; it is the matcher's own."""

ReservationId = NewType("ReservationId", UUID)
"""Names what this service holds for one match; derived from the match's id."""
