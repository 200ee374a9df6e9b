"""Having a reservation, and the ledgers of its offers, follow a match to its newest version."""

from collections.abc import Mapping
from datetime import datetime

from offers.domain.demand import Demand
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from offers.domain.planning import planned
from offers.domain.reservation import Reservation
from offers.domain.shortfall import Shortfall


def follow(reservation: Reservation, demand: Demand, offers: Mapping[OfferId, Offer], now: datetime) -> None:
    """Hold what the match asks, whole or not at all, and book every movement; the caller has locked the offers."""
    shortfalls: list[Shortfall] = []
    wanted = wanted_of(demand, reservation)
    if wanted is not None:
        plan = planned(wanted, reservation, offers)
        shortfalls = plan.shortfalls
        if not shortfalls:
            reservation.take(plan.takings, wanted)
    if shortfalls or wanted is None:
        reservation.let_go(demand)
    for offer in offers.values():
        offer.book([each for each in reservation.movements if each.offer_id == offer.id], now)
    reservation.answer(demand, shortfalls, now)


def wanted_of(demand: Demand, reservation: Reservation) -> Demand | None:
    """Return what takes room: all that the match asks, or what it has delivered where nothing is known of it here.

    A match that ended is met for the first time only where rows were lost, and what was delivered is gone all the same.
    """
    if demand.asks():
        return demand
    return demand.of_what_was_delivered() if reservation.is_unheard_of() else None
