"""The unit of work of the dialogue: a message and the word that it exists commit together."""

from collections.abc import Callable
from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.dialogue.queries import floor_of
from matcher.adapters.dialogue.tables import match_reads
from matcher.adapters.stream.telling import tell_of_message
from matcher.domain.dialogue.floor import Floor
from matcher.domain.dialogue.message import Message
from matcher.domain.dialogue.reading import ReadMark
from shared.identity.actor import Actor


class DialogueUnitOfWork:
    """Opens a session on entering; rolls back on leaving unless committed."""

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self._sessions = sessions
        self._sent: list[Message] = []

    async def __aenter__(self) -> Self:
        self._session = self._sessions()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def floor(self, match_id: UUID, actor: Actor) -> Floor:
        """Return the match as its dialogue knows it."""
        return await floor_of(self._session, match_id, actor)

    async def take_floor(self, match_id: UUID, actor: Actor) -> Floor:
        """Do the same under the match's lock, so that numbers have no gaps."""
        return await floor_of(self._session, match_id, actor, locked=True)

    def add(self, message: Message) -> None:
        """Add a new message."""
        self._session.add(message)
        self._sent.append(message)

    async def advance(self, match_id: UUID, mark: ReadMark) -> ReadMark:
        """Move the mark forward; of two at once the further one stays, with its own time."""
        of_voice = {"match_id": match_id, "side": mark.voice.side, "speaker": mark.voice.speaker}
        adding = insert(match_reads).values(**of_voice, up_to=mark.up_to, read_at=mark.read_at)
        excluded, kept = adding.excluded, match_reads.c
        is_further = excluded.up_to > kept.up_to
        moved = adding.on_conflict_do_update(
            index_elements=[kept.match_id, kept.side, kept.speaker],
            set_={
                "up_to": func.greatest(kept.up_to, excluded.up_to),
                "read_at": case((is_further, excluded.read_at), else_=kept.read_at),
            },
        )
        row = (await self._session.execute(moved.returning(kept.up_to, kept.read_at))).one()
        return ReadMark(mark.voice, row.up_to, row.read_at)

    async def commit(self) -> None:
        """Store everything; readers are told last, in the order of commits."""
        await self._session.flush()
        for message in self._sent:
            await tell_of_message(self._session, message.match_id, message.number)
        await self._session.commit()
