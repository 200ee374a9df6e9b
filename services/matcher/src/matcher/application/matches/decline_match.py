"""A party turns a match down before it is confirmed."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import match_of_party
from matcher.application.matches.packages import let_go_of_the_rest
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from matcher.domain.matches.reasons import Reason, must_be_a_reason_to
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class DeclineMatch:
    """The match that the party does not want, and why."""

    match_id: UUID
    reason: Reason
    expected_version: int | None = None


async def decline_match(command: DeclineMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Turn the match down; what was held is freed, and unconfirmed matches of its package are dissolved.

    Raises NotFound, Forbidden, VersionMismatch, Conflict `match-status`, InvalidInput for a reason that is not one to
    decline.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match, party = await match_of_party(uow, command, actor=actor)
        must_be_a_reason_to("decline", command.reason)
        match.decline(party, command.reason, at)
        await let_go_of_the_rest(uow, match, at)
        await uow.commit(by=actor)
    return match
