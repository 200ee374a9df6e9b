"""The reservation as the matcher may know it, and how it is written down and made known."""

from collections.abc import Mapping
from typing import Any

from needs.adapters import tables
from needs.domain.holding import Holding
from needs.domain.reservation import Reservation
from needs.domain.reservation_events import ANSWERS, ReservationEvent
from needs.domain.shortfall import Shortfall
from shared.events import reservations as wire
from shared.persistence.chronicle import Chronicle

_HAPPENED: Mapping[type[ReservationEvent], str] = {event: status for status, event in ANSWERS.items()}


def reservation_state(reservation: Reservation) -> wire.ReservationState:
    """Return the reservation's published state at its present version."""
    return wire.ReservationState(
        reservation_id=reservation.id,
        version=reservation.version,
        side="needs",
        match_id=reservation.match_id,
        match_version=reservation.match_version,
        status=reservation.status,
        holdings=tuple(_holding(reservation, each) for each in reservation.holdings),
        shortfalls=tuple(_shortfall(each) for each in reservation.shortfalls),
        updated_at=reservation.updated_at,
    )


def _holding(reservation: Reservation, holding: Holding) -> wire.Holding:
    return wire.Holding(
        record_id=reservation.need_id,
        part_id=holding.component_id,
        component_id=holding.component_id,
        held=holding.held,
        promised=holding.promised,
        delivered=holding.delivered,
    )


def _shortfall(shortfall: Shortfall) -> wire.Shortfall:
    return wire.Shortfall(
        code=shortfall.code,
        record_id=shortfall.need_id,
        part_id=shortfall.component_id,
        component_id=shortfall.component_id,
        asked=shortfall.asked,
        remaining=shortfall.remaining,
        unit=shortfall.unit,
    )


def _document_of(reservation: Reservation) -> dict[str, Any]:
    """Return the whole answer, and the event that it answers."""
    return reservation_state(reservation).model_dump(mode="json") | {"event_id": str(reservation.event_id)}


RESERVATION_CHRONICLE = Chronicle[Reservation](
    source="/accord/needs",
    history=tables.reservation_versions,
    outbox=tables.outbox,
    happened=_HAPPENED,
    event_types={status: f"org.accord.reservation.{status}.v1" for status in ANSWERS},
    restated="org.accord.reservation.restated.v1",
    state_of=reservation_state,
    document_of=_document_of,
)
"""How answers are kept, refusals included, and made known."""
