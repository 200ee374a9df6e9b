"""Reading the stream: what happened after a number, as far as the reader may know of it at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.dialogue.voices import may_talk
from matcher.adapters.matches.tables import matches
from matcher.adapters.matches.visibility import matches_with_sides, may_see
from matcher.adapters.stream.tables import StreamKind, stream_events, stream_position
from matcher.adapters.tables import needs, offers
from matcher.adapters.visibility import may_see_need, may_see_offer, owns_offer, speaks_for_need
from shared.identity.actor import Actor


@dataclass(frozen=True)
class StreamEvent:
    """One thing that happened."""

    number: int
    kind: StreamKind
    record_id: UUID
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Position:
    """The last number given, and the last one that is no longer kept; both 0 before anything happened."""

    last: int = 0
    forgotten: int = 0

    def has_all_after(self, number: int) -> bool:
        """Answer whether everything after this number is still kept; no number from elsewhere is known here."""
        return self.forgotten <= number <= self.last


async def position_of(session: AsyncSession) -> Position:
    """Return where the stream stands; every event up to its last number can be read from then on."""
    row = (await session.execute(select(stream_position.c.last, stream_position.c.forgotten))).one_or_none()
    return Position() if row is None else Position(*row)


async def events_between(
    session: AsyncSession, actor: Actor, after: int, last: int, *, limit: int
) -> Sequence[StreamEvent]:
    """Return what the actor may know of what happened after one number and up to another, in order."""
    events = stream_events.c
    columns = (events.number, events.kind, events.record_id, events.facts)
    within = and_(events.number > after, events.number <= last, _may_know(actor))
    rows = await session.execute(select(*columns).where(within).order_by(events.number).limit(limit))
    return [StreamEvent(*row) for row in rows]


def _may_know(actor: Actor) -> ColumnElement[bool]:
    kind = stream_events.c.kind
    return or_(
        (kind == "match") & _of_match(may_see(actor)),
        (kind == "message") & _of_match(may_see(actor) & may_talk(actor)),
        (kind == "need") & _of(needs, needs.c.need_id, speaks_for_need(actor) & may_see_need(actor)),
        (kind == "offer") & _of(offers, offers.c.offer_id, _answers_for_offer(actor)),
    )


def _of_match(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = select(matches.c.id).select_from(matches_with_sides())
    return exists(mine.where(matches.c.id == stream_events.c.record_id, condition).correlate(stream_events))


def _of(table: Any, key: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = select(key).select_from(table).where(key == stream_events.c.record_id, condition)
    return exists(mine.correlate(stream_events))


def _answers_for_offer(actor: Actor) -> ColumnElement[bool]:
    return or_(owns_offer(actor), may_see_offer(actor) if actor.is_coordinator else false())
