"""A side says how far it has read the messages on a match."""

from dataclasses import dataclass
from uuid import UUID

from matcher.application.dialogue.ports import UnitOfWork
from matcher.application.dialogue.speaking import speaking
from matcher.domain.dialogue.reading import ReadMark
from shared.clock import Clock
from shared.errors import FieldProblem, InvalidInput
from shared.identity.actor import Actor


@dataclass(frozen=True)
class MarkRead:
    """Every message up to this number was read."""

    match_id: UUID
    up_to: int


async def mark_read(command: MarkRead, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> ReadMark:
    """Move the mark of the actor's side forward, never back, and return where it stands then."""
    now = clock()
    async with uow:
        floor = await uow.floor(command.match_id, actor)
        voice = speaking(floor, actor, now.date())
        if not 0 <= command.up_to <= floor.last:
            raise InvalidInput([FieldProblem("/up_to", f"expected the number of a message, 0 to {floor.last}")])
        mark = await uow.advance(floor.match_id, ReadMark(voice, command.up_to, now))
        await uow.commit()
    return mark
