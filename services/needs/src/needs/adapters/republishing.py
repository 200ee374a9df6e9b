"""Stating every circulated need and every reservation again, so that an empty broker or a new consumer has them all."""

from needs.adapters.publishing import CHRONICLE
from needs.adapters.reservation_wire import RESERVATION_CHRONICLE
from needs.adapters.tables import needs, reservations
from needs.domain.need import Need
from needs.domain.reservation import Reservation
from shared.persistence.database import Database
from shared.persistence.republishing import republish_opened


async def republish(database: Database) -> int:
    """State each need that was ever opened and each reservation that was ever asked for, and return how many."""
    stated = await republish_opened(database, Need, needs, CHRONICLE)
    return stated + await republish_opened(database, Reservation, reservations, RESERVATION_CHRONICLE)
