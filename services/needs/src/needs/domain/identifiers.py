"""Typed identifiers, so that a component's id is never handed in where a need's is meant."""

from typing import NewType
from uuid import UUID

NeedId = NewType("NeedId", UUID)
"""Names one need for its whole life; UUID version 7."""

ComponentId = NewType("ComponentId", UUID)
"""Names one component across amendments, so that its coverage stays with it; UUID version 7."""

MatchId = NewType("MatchId", UUID)
"""Names one match, which the matcher owns."""

ReservationId = NewType("ReservationId", UUID)
"""Names what this service holds for one match; derived from the match's id, so that it is the same everywhere."""
