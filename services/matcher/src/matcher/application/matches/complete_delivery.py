"""A party says that no more will come."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import match_of_party
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class CompleteDelivery:
    """The match whose delivery has ended."""

    match_id: UUID
    expected_version: int | None = None


async def complete_delivery(command: CompleteDelivery, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """End the delivery; what was promised and has not come is freed.

    Raises NotFound, Forbidden, VersionMismatch, Conflict `match-status` or `match-stale`.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match, party = await match_of_party(uow, command, actor=actor)
        match.complete(party, at)
        await uow.commit(by=actor)
    return match
