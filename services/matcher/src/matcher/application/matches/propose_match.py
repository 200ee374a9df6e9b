"""A coordinator puts a need and an offer together by hand, and a funder if another's money is to pay (BMS7 103)."""

from dataclasses import dataclass

from matcher.application.matches.drafting import by_hand, drafts_of, must_be_theirs
from matcher.application.matches.ground import ground_for
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from matcher.domain.matches.proposing import Wanted
from shared.clock import Clock
from shared.identity.actor import Actor, Role


@dataclass(frozen=True)
class ProposeMatch:
    """What is to be proposed."""

    wanted: Wanted


async def propose_match(command: ProposeMatch, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Match:
    """Propose the match; nothing is held. A coordinator with an interest in it may propose, and somebody else endorses.

    Raises Forbidden for others than coordinators and beyond a regional coordinator's regions, InvalidInput for records
    or lines that are not there, Conflict `pairs-no-longer-hold` with what stands against it.
    """
    actor.must_be(Role.COORDINATOR)
    at = Moment(clock(), uow.periods)
    async with uow:
        ground = await ground_for(uow, [command.wanted], at.now.date())
        must_be_theirs([command.wanted], ground, actor, at.now.date(), listed=False)
        match = drafts_of([command.wanted], ground)[0].proposed(by_hand(actor), at)
        uow.matches.add(match)
        await uow.commit(by=actor)
    return match
