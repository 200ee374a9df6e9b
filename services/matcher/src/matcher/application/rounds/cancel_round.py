"""A coordinator cancels a round that waits or runs; its worker lets go of it within moments."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.rounds.finding import round_for
from matcher.application.rounds.ports import UnitOfWork
from matcher.domain.round_life import Round
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class CancelRound:
    """The round that is no longer wanted."""

    round_id: UUID


async def cancel_round(command: CancelRound, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Round:
    """End the round without a result; Conflict where it has ended otherwise."""
    now = clock()
    async with uow:
        found = await round_for(uow, command.round_id, actor=actor, today=now.date())
        found.cancel(now)
        await uow.commit()
    return found
