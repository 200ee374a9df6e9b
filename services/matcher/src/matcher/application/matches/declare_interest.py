"""A coordinator says that it is not impartial in a match: from then on somebody else decides."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.finding import match_to_coordinate
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from matcher.domain.matches.parties import DeclaredInterest
from shared.clock import Clock
from shared.errors import FieldProblem, InvalidInput
from shared.identity.actor import Actor

LONGEST_TEXT = 2000


@dataclass(frozen=True)
class DeclareInterest:
    """The match, and in the coordinator's words what its interest in it is."""

    match_id: UUID
    text: str
    expected_version: int | None = None


async def declare_interest(command: DeclareInterest, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Record the interest, which everybody who sees the match sees; nobody takes it back.

    Raises NotFound, Forbidden, VersionMismatch, InvalidInput for an empty or overlong text.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await match_to_coordinate(uow, command, actor=actor, today=at.now.date(), impartially=False)
        if not 0 < len(command.text.strip()) <= LONGEST_TEXT:
            raise InvalidInput([FieldProblem("/text", f"expected 1 to {LONGEST_TEXT} characters")])
        match.declare_interest(DeclaredInterest(actor.subject, at.now, command.text, actor.organisation), at)
        await uow.commit(by=actor)
    return match
