"""The ledger follows a match: the only way in which a match moves it."""

from dataclasses import dataclass
from uuid import UUID

from offers.application.ports import UnitOfWork
from offers.domain.demand import Claim, Demand
from offers.domain.following import follow, wanted_of
from offers.domain.identifiers import ComponentId, LineId, MatchId, OfferId, ReservationId
from offers.domain.reservation import Reservation
from shared.clock import Clock
from shared.events.matches import MatchLine, MatchState
from shared.events.reservations import reservation_id
from shared.identity.actor import accord_itself
from shared.statements.standings import STANDINGS


@dataclass(frozen=True)
class ApplyMatch:
    """A match was told in a new state, by this event."""

    state: MatchState
    event_id: UUID


async def apply_match(command: ApplyMatch, *, uow: UnitOfWork, clock: Clock) -> Reservation | None:
    """Hold, promise, count or free what the match's newest state asks, and answer; None where nothing is answered.

    A version that is not newer than the last one applied changes nothing. Nothing is held in part: where anything
    lacks room, all is freed and the answer is refused, with every reason.
    """
    demand = _demand_of(command.state, command.event_id)
    async with uow:
        reservation = await uow.reservations.get(demand.match_id)
        if reservation is None:
            own_id = ReservationId(reservation_id(demand.match_id, "offers"))
            reservation = Reservation.first_seen(own_id, demand.match_id, clock())
            uow.reservations.add(reservation)
        if demand.match_version <= reservation.match_version:
            return None
        offers = await uow.offers.lock(_concerned(demand, reservation))
        follow(reservation, demand, offers, clock())
        await uow.commit(by=accord_itself("offers"))
    return reservation if reservation.version else None


def _concerned(demand: Demand, reservation: Reservation) -> set[OfferId]:
    wanted = wanted_of(demand, reservation)
    return (set[OfferId]() if wanted is None else wanted.offer_ids()) | reservation.engaged_by_offer()


def _demand_of(state: MatchState, event_id: UUID) -> Demand:
    return Demand(
        match_id=MatchId(state.match_id),
        match_version=state.version,
        event_id=event_id,
        standing=STANDINGS[state.status],
        states=state.states,
        claims=[_claim_of(line) for line in state.lines],
        takes_new=state.status in {"endorsed", "reserved"},
        wants_an_answer=state.status == "endorsed",
    )


def _claim_of(line: MatchLine) -> Claim:
    return Claim(
        offer_id=OfferId(line.offer_id),
        line_id=LineId(line.line_id),
        component_id=ComponentId(line.component_id),
        quantity=line.quantity,
        unit=line.unit,
        currency=line.currency,
        charged=line.charged,
        delivered=line.delivered,
    )
