"""Stating every opened offer again, so that an empty broker or a new consumer has them all."""

from offers.adapters.publishing import CHRONICLE
from offers.adapters.tables import offers
from offers.domain.offer import Offer
from shared.persistence.database import Database
from shared.persistence.republishing import republish_opened


async def republish(database: Database) -> int:
    """State each offer that was ever opened, and return how many."""
    return await republish_opened(database, Offer, offers, CHRONICLE)
