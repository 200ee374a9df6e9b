"""A side tells what it holds for a match."""

from dataclasses import dataclass

from matcher.application.matches.answers import answer_from
from matcher.application.matches.packages import refuse_the_rest
from matcher.application.matches.ports import UnitOfWork
from matcher.domain.matches.clocks import Moment
from matcher.domain.matches.match import Match
from shared.clock import Clock
from shared.events.reservations import ReservationState
from shared.identity.actor import accord_itself


@dataclass(frozen=True)
class TakeAnswer:
    """The side's reservation, as it was published."""

    state: ReservationState


async def take_answer(command: TakeAnswer, *, uow: UnitOfWork, clock: Clock) -> Match | None:
    """Take the answer in; None where there is no such match or the answer changes nothing.

    Repeated, late and older answers change nothing. A refusal refuses the unconfirmed rest of a package too, so that a
    coordinator revises the whole of it.
    """
    at = Moment(clock(), uow.periods)
    async with uow:
        match = await uow.matches.find(command.state.match_id)
        if match is None or not match.take_answer(answer_from(command.state), at):
            return None
        if match.status == "refused":
            await refuse_the_rest(uow, match, at)
        await uow.commit(by=accord_itself("matcher"))
    return match
