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
    if demand.asks():
        plan = planned(demand, reservation, offers)
        shortfalls = plan.shortfalls
        if not shortfalls:
            reservation.take(plan.takings, demand)
    if shortfalls or not demand.asks():
        reservation.let_go(demand)
    for offer in offers.values():
        offer.book([each for each in reservation.movements if each.offer_id == offer.id], now)
    reservation.answer(demand, shortfalls, now)
