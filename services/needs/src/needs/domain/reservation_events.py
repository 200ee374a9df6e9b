"""What was answered to the matcher, as the reservation itself records it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from needs.domain.identifiers import ReservationId


@dataclass(frozen=True)
class ReservationEvent:
    """One answer, and when; its reasons are the reservation's shortfalls."""

    reservation_id: ReservationId
    at: datetime
    reason: str | None = None


class CoverageHeld(ReservationEvent):
    """What the match takes is held."""


class CoverageRefused(ReservationEvent):
    """It could not be held, whole; nothing is held for the match."""


class CoverageConfirmed(ReservationEvent):
    """What was held is promised, and counts as coverage."""


class CoverageSettled(ReservationEvent):
    """Delivery has ended: what was delivered counts, the rest is free."""


class CoverageReleased(ReservationEvent):
    """What was held or promised, and not delivered, is free."""


ANSWERS: Mapping[str, type[ReservationEvent]] = {
    "held": CoverageHeld,
    "refused": CoverageRefused,
    "confirmed": CoverageConfirmed,
    "settled": CoverageSettled,
    "released": CoverageReleased,
}
"""What is recorded when a reservation takes each status."""
