"""Writing what happened to reservations: entries of the journal, and answers in the outbox."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters.reservations.tables import capacity_entries
from offers.adapters.reservations.wire import EVENT_TYPES, RESTATED, state_of
from offers.adapters.tables import outbox
from offers.domain.charges import Charge
from offers.domain.holding import Movement
from offers.domain.reservation import Reservation
from offers.domain.reservation_events import ReservationEvent
from shared.events.envelope import Envelope
from shared.identifiers import new_id
from shared.logs import current_correlation_id, current_traceparent
from shared.messaging.outbox import append, restate


async def write_answers(session: AsyncSession, reservations: Iterable[Reservation]) -> None:
    """Write each reservation's movements and its answer, then forget both; the reservations are flushed."""
    for reservation in reservations:
        for answered in reservation.events:
            entries = [_entry(reservation, movement, answered) for movement in reservation.movements]
            if entries:
                await session.execute(capacity_entries.insert(), entries)
            await append(session, outbox, _envelope(reservation, EVENT_TYPES[type(answered)]))
        reservation.events.clear()
        reservation.movements.clear()


async def state_again(session: AsyncSession, reservation: Reservation) -> None:
    """Have a reservation's present state published once more; the caller holds its row lock."""
    await restate(session, outbox, _envelope(reservation, RESTATED))


def _envelope(reservation: Reservation, event_type: str) -> Envelope:
    return Envelope(
        id=new_id(),
        type=event_type,
        source="/accord/offers",
        subject=str(reservation.id),
        time=reservation.updated_at,
        version=reservation.version,
        data=state_of(reservation),
        correlation_id=current_correlation_id(),
        traceparent=current_traceparent(),
    )


def _entry(reservation: Reservation, movement: Movement, answered: ReservationEvent) -> dict[str, object]:
    before, after = movement.before, movement.after
    return {
        "offer_id": movement.offer_id,
        "line_id": movement.line_id,
        "component_id": movement.component_id,
        "match_id": reservation.match_id,
        "match_version": reservation.match_version,
        "event_id": answered.event_id,
        "movement": reservation.status,
        "reserved_before": before.held,
        "reserved_after": after.held,
        "committed_before": before.promised,
        "committed_after": after.promised,
        "delivered_before": before.delivered,
        "delivered_after": after.delivered,
        "charged_before": _charges(movement.charged_before),
        "charged_after": _charges(movement.charged_after),
        "at": answered.at,
    }


def _charges(amounts: Mapping[str, Decimal]) -> tuple[Charge, ...]:
    return tuple(Charge(state, amount) for state, amount in amounts.items() if amount)
