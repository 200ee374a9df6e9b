"""Imperative mapping of reservations and their holdings, without the domain knowing."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import registry, relationship

from offers.adapters.reservations.tables import reservation_holdings, reservations
from offers.domain.holding import Holding
from offers.domain.reservation import Reservation


def map_reservations(mappers: registry) -> None:
    """Map the classes; their version counts answers, and no update depends on it: the match's lock guards them."""
    mappers.map_imperatively(Holding, reservation_holdings)
    owned = relationship(
        Holding, order_by=reservation_holdings.c.position, cascade="all, delete-orphan", lazy="selectin"
    )
    mappers.map_imperatively(Reservation, reservations, properties={"holdings": owned})
    event.listen(Reservation, "load", _begin_anew)


def _begin_anew(reservation: Any, _context: Any) -> None:
    reservation.events = []
    reservation.movements = []
