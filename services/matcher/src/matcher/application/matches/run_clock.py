"""Time passes: somebody is reminded of a match, or it expires."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.matches.packages import let_go_of_the_rest
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import EXPIRING, Moment
from matcher.domain.matches.ending import OUT_OF_TIME
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.identity.actor import accord_itself


@dataclass(frozen=True)
class RunClock:
    """One match whose time may have come."""

    match_id: UUID


async def run_clock(command: RunClock, *, uow: UnitOfWork, clock: Clock) -> Match | None:
    """Expire the match whose deadline has passed, or remind of it once near its end; None where neither is due.

    Looked at under the match's lock: one that has moved on meanwhile is left alone.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await uow.matches.find(command.match_id)
        if match is None or match.deadline is None:
            return None
        if match.status in EXPIRING and at.now >= match.deadline:
            match.expire(OUT_OF_TIME, at)
            await let_go_of_the_rest(uow, match, at)
        elif match.reminded_at is None and at.now >= uow.periods.remind_from(match.status, match.deadline):
            match.remind(at)
        else:
            return None
        await uow.commit(by=accord_itself("matcher"))
    return match
