"""How every change of a round begins: it is found, or answered as if it were not there."""

from datetime import date
from typing import Protocol
from uuid import UUID

from matcher.application.rounds.ports import RoundRepository
from matcher.application.rounds.rights import states_coordinated
from matcher.domain.round_life import Round
from shared.errors import NotFound
from shared.identity.actor import Actor


def unknown_round(round_id: UUID) -> NotFound:
    """Return the answer for a round that does not exist, or that the actor may not know of."""
    return NotFound(f"There is no round {round_id}.", round_id=str(round_id))


class OverRounds(Protocol):
    """A transaction that has the rounds among others."""

    @property
    def rounds(self) -> RoundRepository:
        """Return the rounds, as the transaction sees them."""
        ...


async def round_for(uow: OverRounds, round_id: UUID, *, actor: Actor, today: date) -> Round:
    """Return a round that the actor may decide about; NotFound where it may not know of it."""
    if not actor.is_coordinator:
        raise unknown_round(round_id)
    found = await uow.rounds.get(round_id)
    mine = states_coordinated(actor, today)
    if mine is not None and (found.scope_states is None or not mine.issuperset(found.scope_states)):
        raise unknown_round(round_id)
    return found
