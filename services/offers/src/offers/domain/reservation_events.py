"""What was answered about a reservation, as its own methods record it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from offers.domain.identifiers import ReservationId

ReservationStatus = Literal["held", "refused", "confirmed", "settled", "released"]
"""Held for a while; refused, holding nothing; confirmed = promised; settled = delivered, the rest freed; released."""


@dataclass(frozen=True)
class ReservationEvent:
    """One answer to the matcher; `event_id` is the event of the match that it answers."""

    reservation_id: ReservationId
    at: datetime
    event_id: UUID


class ReservationHeld(ReservationEvent):
    """The offers hold what the match takes."""


class ReservationRefused(ReservationEvent):
    """They could not hold it, and hold nothing of it."""


class ReservationConfirmed(ReservationEvent):
    """What was held is promised."""


class ReservationSettled(ReservationEvent):
    """Delivery has ended: what was delivered is counted, the rest is free."""


class ReservationReleased(ReservationEvent):
    """What was held or promised, and not delivered, is free."""


ANSWERS: Mapping[ReservationStatus, type[ReservationEvent]] = {
    "held": ReservationHeld,
    "refused": ReservationRefused,
    "confirmed": ReservationConfirmed,
    "settled": ReservationSettled,
    "released": ReservationReleased,
}
"""Which event records which answer."""
