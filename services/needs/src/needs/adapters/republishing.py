"""Stating every circulated need again, so that an empty broker or a new consumer has them all."""

from needs.adapters.publishing import CHRONICLE
from needs.adapters.tables import needs
from needs.domain.need import Need
from shared.persistence.database import Database
from shared.persistence.republishing import republish_opened


async def republish(database: Database) -> int:
    """State each need that was ever opened, and return how many."""
    return await republish_opened(database, Need, needs, CHRONICLE)
