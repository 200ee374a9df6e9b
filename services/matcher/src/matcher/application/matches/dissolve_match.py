"""A party or a coordinator ends what was agreed; what was delivered stays counted."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import known_match, must_be_impartial, must_be_version, must_coordinate
from matcher.application.matches.packages import let_go_of_the_rest
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.life_cycle import Who
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import party_of
from matcher.domain.matches.reasons import Reason, must_be_a_reason_to
from shared.clock import Clock
from shared.errors import Forbidden
from shared.identity.actor import Actor


@dataclass(frozen=True)
class DissolveMatch:
    """The match that is given up after all, and why."""

    match_id: UUID
    reason: Reason
    expected_version: int | None = None


async def dissolve_match(command: DissolveMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """End a confirmed match or one in delivery; what was promised and has not come is freed.

    Raises NotFound, Forbidden (also `conflict-of-interest`), VersionMismatch, Conflict `match-status`, InvalidInput
    for a reason that is not one to dissolve.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await known_match(uow, command.match_id, actor=actor)
        who = _speaking(match, actor)
        if who == "coordinator":
            must_coordinate(match, actor, at.now.date())
            must_be_impartial(match, actor)
        must_be_version(match, command.expected_version)
        must_be_a_reason_to("dissolve", command.reason)
        match.dissolve(who, command.reason, at)
        await let_go_of_the_rest(uow, match, at)
        await uow.commit(by=actor)
    return match


def _speaking(match: Match, actor: Actor) -> Who:
    party = party_of(match, actor)
    if party is not None:
        return party.kind
    if actor.is_coordinator:
        return "coordinator"
    raise Forbidden("This is up to the parties of the match and to coordinators.")
