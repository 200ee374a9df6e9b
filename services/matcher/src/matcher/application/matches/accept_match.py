"""A party consents to a match (gate 2), or consents anew after an amendment."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import match_of_party
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class AcceptMatch:
    """The match, as it stands at this version."""

    match_id: UUID
    expected_version: int | None = None


async def accept_match(command: AcceptMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Consent as the party that the actor speaks for; the last of the parties confirms the match.

    Raises NotFound, Forbidden, VersionMismatch, Conflict `match-status` or `already-accepted`.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match, party = await match_of_party(uow, command, actor=actor)
        match.accept(party, actor.subject, at)
        await uow.commit(by=actor)
    return match
