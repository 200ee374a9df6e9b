"""Stating every match again, so that an empty broker or a new consumer has them all; and the log's last checkpoint."""

from matcher.adapters.decisions.checkpoints import restate_checkpoint
from matcher.adapters.matches.publishing import CHRONICLE
from matcher.adapters.matches.tables import matches
from matcher.domain.matches.match import Match
from shared.persistence.database import Database
from shared.persistence.republishing import republish_all


async def republish(database: Database) -> int:
    """State each match, ended ones included, and the last checkpoint of the decision log; return how many."""
    stated = await republish_all(database, Match, matches, CHRONICLE)
    async with database.sessions() as session, session.begin():
        return stated + await restate_checkpoint(session)
