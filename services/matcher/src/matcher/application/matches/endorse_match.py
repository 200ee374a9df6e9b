"""A coordinator endorses a match: both sides are asked to hold what it takes."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.endorsing import Acknowledging, endorse_together
from matcher.application.matches.finding import match_to_coordinate
from matcher.application.matches.packages import must_not_be_of_a_package
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class EndorseMatch:
    """The match, with the codes of the review flags that the coordinator has read, and perhaps a note."""

    match_id: UUID
    acknowledged: tuple[str, ...] = ()
    note: str | None = None
    expected_version: int | None = None


async def endorse_match(command: EndorseMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Endorse the match as it stands, judged anew by today's records.

    Raises NotFound, Forbidden (also `conflict-of-interest`), VersionMismatch, Conflict: `match-status`, `match-stale`,
    `endorse-the-package` for a member of one, `pairs-no-longer-hold`, `flags-not-acknowledged`.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await match_to_coordinate(uow, command, actor=actor, today=at.now.date())
        await must_not_be_of_a_package(uow, match)
        await endorse_together([match], Acknowledging(actor, command.acknowledged, command.note), uow, at)
        await uow.commit(by=actor)
    return match
