"""What is held for a match as the matcher may know it."""

from collections.abc import Mapping

from offers.domain.holding import Holding
from offers.domain.reservation import Reservation
from offers.domain.reservation_events import ANSWERS, ReservationEvent
from offers.domain.shortfall import Shortfall
from shared.events import reservations as wire

EVENT_TYPES: Mapping[type[ReservationEvent], str] = {
    answer: f"org.accord.reservation.{status}.v1" for status, answer in ANSWERS.items()
}
"""What each answer is called on the bus."""

RESTATED = "org.accord.reservation.restated.v1"


def state_of(reservation: Reservation) -> wire.ReservationState:
    """Return the reservation's published state at its present version."""
    return wire.ReservationState(
        reservation_id=reservation.id,
        version=reservation.version,
        side="offers",
        match_id=reservation.match_id,
        match_version=reservation.match_version,
        status=reservation.status,
        holdings=tuple(_holding(holding) for holding in reservation.holdings),
        shortfalls=tuple(_shortfall(shortfall) for shortfall in reservation.shortfalls),
        updated_at=reservation.updated_at,
    )


def _holding(holding: Holding) -> wire.Holding:
    return wire.Holding(
        record_id=holding.offer_id,
        part_id=holding.line_id,
        component_id=holding.component_id,
        held=holding.held,
        promised=holding.promised,
        delivered=holding.delivered,
    )


def _shortfall(shortfall: Shortfall) -> wire.Shortfall:
    return wire.Shortfall(
        code=shortfall.code,
        record_id=shortfall.offer_id,
        part_id=shortfall.line_id,
        component_id=shortfall.component_id,
        state=shortfall.state,
        asked=shortfall.asked,
        remaining=shortfall.remaining,
        unit=shortfall.unit,
        currency=shortfall.currency,
    )
