"""Reading the dialogue on a match, under the reader's own rights. Nothing here writes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.dialogue.tables import match_messages, match_reads
from matcher.adapters.matches.tables import matches
from matcher.adapters.matches.visibility import matches_with_sides, may_see
from matcher.domain.dialogue.floor import Floor
from matcher.domain.dialogue.message import Message
from matcher.domain.dialogue.reading import ReadMark
from matcher.domain.dialogue.voices import Voice
from shared.errors import NotFound
from shared.identity.actor import Actor

_OF_FLOOR = (
    matches.c.id.label("match_id"),
    *(matches.c[name] for name in ("status", "stage_since", "states", "group", "donors", "interests")),
)


async def floor_of(session: AsyncSession, match_id: UUID, actor: Actor, *, locked: bool = False) -> Floor:
    """Return the match as its dialogue knows it; raise NotFound where the actor may not know of it.

    Locked, it waits for whoever else holds the match, and `last` is what they left; the match's version stays.
    """
    query = select(*_OF_FLOOR).select_from(matches_with_sides()).where(matches.c.id == match_id, may_see(actor))
    if locked:
        query = query.with_for_update(of=matches)
    row = (await session.execute(query)).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no match {match_id}.", match_id=str(match_id))
    return Floor(**row, last=await _last_number(session, match_id))


async def messages_after(session: AsyncSession, match_id: UUID, number: int, *, limit: int) -> Sequence[Message]:
    """Return the messages after this number, oldest first."""
    query: Any = select(Message).where(match_messages.c.match_id == match_id, match_messages.c.number > number)
    return (await session.scalars(query.order_by(match_messages.c.number).limit(limit))).all()


async def read_marks(session: AsyncSession, match_id: UUID) -> Sequence[ReadMark]:
    """Return how far each side has read, of those that ever said so."""
    mine = match_reads.c.match_id == match_id
    rows = await session.execute(select(match_reads).where(mine).order_by(match_reads.c.side, match_reads.c.speaker))
    return [ReadMark(Voice(row["side"], row["speaker"]), row["up_to"], row["read_at"]) for row in rows.mappings()]


async def count_unread(session: AsyncSession, match_id: UUID, voice: Voice, marks: Sequence[ReadMark]) -> int:
    """Return how many messages of others lie behind the voice's mark."""
    read = next((mark.up_to for mark in marks if mark.voice == voice), 0)
    is_own = (match_messages.c.side == voice.side) & (match_messages.c.speaker == voice.speaker)
    behind = (match_messages.c.match_id == match_id) & (match_messages.c.number > read) & not_(is_own)
    return await session.scalar(select(func.count()).select_from(match_messages).where(behind)) or 0


async def _last_number(session: AsyncSession, match_id: UUID) -> int:
    latest = select(func.max(match_messages.c.number)).where(match_messages.c.match_id == match_id)
    return await session.scalar(latest) or 0
