"""A match changed at the matcher: what this service holds for it follows, and is answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from needs.application.demands import demand_of
from needs.application.ports import UnitOfWork
from needs.domain.demand import Demand
from needs.domain.identifiers import ReservationId
from needs.domain.judging import judged
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from shared.clock import Clock
from shared.events.matches import MatchState
from shared.events.reservations import reservation_id
from shared.identity.actor import accord_itself


@dataclass(frozen=True)
class ApplyMatch:
    """The match's published state, and the event that brought it."""

    state: MatchState
    event_id: UUID


async def apply_match(command: ApplyMatch, *, uow: UnitOfWork, clock: Clock) -> Reservation | None:
    """Hold, promise, count or let go what the match's newest state says, whole or not at all, and answer.

    The only way in which a match moves the coverage of a need. A version that is not newer than the one applied
    changes nothing; None where the match never asked for anything. The need is locked first, so that matches on one
    need come one after the other.
    """
    demand, now = demand_of(command.state, command.event_id), clock()
    async with uow:
        need = await uow.needs.lock(demand.need_id)
        reservation = await uow.reservations.get(demand.match_id)
        if reservation is None:
            reservation = Reservation.first_seen(_id_of(demand), demand, now)
            uow.reservations.add(reservation)
        if not reservation.knows(demand.match_version):
            _move(need, reservation, demand, now)
            await uow.commit(by=accord_itself("needs"))
    return reservation if reservation.was_asked() else None


def _move(need: Need | None, reservation: Reservation, demand: Demand, now: datetime) -> None:
    judgement = judged(need, reservation, demand)
    reservation.take(judgement.wishes)
    if need is not None and reservation.movements:
        need.cover(demand.match_id, reservation.movements, now)
    reservation.answer(demand, judgement.shortfalls, now)


def _id_of(demand: Demand) -> ReservationId:
    return ReservationId(reservation_id(demand.match_id, "needs"))
