"""A coordinator turns a match down before it is confirmed."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import match_to_coordinate
from matcher.application.matches.packages import let_go_of_the_rest
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from matcher.domain.matches.reasons import Reason, must_be_a_reason_to
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class RejectMatch:
    """The match that is not to be, and why."""

    match_id: UUID
    reason: Reason
    expected_version: int | None = None


async def reject_match(command: RejectMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Turn the match down; what was held is freed, and unconfirmed matches of its package are dissolved.

    Raises NotFound, Forbidden (also `conflict-of-interest`), VersionMismatch, Conflict `match-status`, InvalidInput
    for a reason that is not one to reject.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await match_to_coordinate(uow, command, actor=actor, today=at.now.date())
        must_be_a_reason_to("reject", command.reason)
        match.reject(command.reason, at)
        await let_go_of_the_rest(uow, match, at)
        await uow.commit(by=actor)
    return match
