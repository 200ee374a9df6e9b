"""Stating every opened offer and every answered reservation again, so that an empty broker has them all."""

from offers.adapters.publishing import CHRONICLE
from offers.adapters.reservations.republishing import republish_reservations
from offers.adapters.tables import offers
from offers.domain.offer import Offer
from shared.persistence.database import Database
from shared.persistence.republishing import republish_opened


async def republish(database: Database) -> int:
    """State each offer that was ever opened and each reservation that was ever answered, and return how many."""
    stated = await republish_opened(database, Offer, offers, CHRONICLE)
    return stated + await republish_reservations(database)
