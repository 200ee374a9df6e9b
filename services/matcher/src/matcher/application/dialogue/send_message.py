"""A party or a coordinator writes to the others about a match."""

from dataclasses import dataclass, field
from uuid import UUID

from matcher.application.dialogue.ports import UnitOfWork
from matcher.application.dialogue.speaking import speaking
from matcher.domain.dialogue.message import Message, must_be_sendable
from shared.clock import Clock
from shared.identity.actor import Actor


@dataclass(frozen=True)
class SendMessage:
    """A message in the language that its author says it is in."""

    match_id: UUID
    language: str
    body: str = field(repr=False)


async def send_message(command: SendMessage, *, actor: Actor, uow: UnitOfWork, clock: Clock) -> Message:
    """Send it, numbered next after the match's latest; on ended matches for 90 days (Conflict `dialogue-closed`)."""
    now = clock()
    async with uow:
        floor = await uow.take_floor(command.match_id, actor)
        voice = speaking(floor, actor, now.date())
        floor.must_be_open(now)
        must_be_sendable(command.language, command.body)
        message = Message(
            match_id=floor.match_id,
            number=floor.last + 1,
            side=voice.side,
            speaker=voice.speaker,
            language=command.language,
            body=command.body,
            sent_at=now,
        )
        uow.add(message)
        await uow.commit()
    return message
