"""A round's progress as server-sent events: what the database holds, read on and on until the round has ended.

Nothing is kept for a reader: rows are fetched a few at a time, and only when the former ones have been sent. Between
looks no connection is held. A stream ends by itself after a while; the reader comes back with Last-Event-ID.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Header, Response
from pydantic.json_schema import SkipJsonSchema
from sse_starlette import EventSourceResponse, ServerSentEvent

from matcher.adapters.rounds.events import ENDED, RoundEvent, events_after
from matcher.adapters.rounds.queries import round_status
from matcher.api.dependencies import Wired
from matcher.domain.round_life import WAITING
from shared.http.refusals import malformed_parameter
from shared.identity.dependencies import CurrentActor
from shared.persistence.database import Database

router = APIRouter(prefix="/v1/rounds", tags=["rounds"])

AT_A_TIME: Final = 50
LOOK_SECONDS: Final = 0.5
STREAM_SECONDS: Final = 600.0
"""How long one stream lasts: whoever reads on shows its token anew."""
PING_SECONDS: Final = 15.0
"""How often a comment keeps an idle connection alive."""

_LONGEST_NUMBER: Final = 9
_STREAM: Final = {
    "description": "`started`, `progress` (stage, level, value, bound, gap, done) and at last `ended` (status), "
    "each with its number as `id`; comments keep the connection alive",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}


@router.get(
    "/{round_id}/events",
    response_class=Response,
    responses={200: _STREAM, 204: {"description": "The round has ended, and its end was told before"}},
)
async def read_round_events(
    round_id: UUID,
    actor: CurrentActor,
    wired: Wired,
    last_event_id: Annotated[
        str | SkipJsonSchema[None], Header(description="the `id` of the last event received; later ones follow")
    ] = None,
) -> Response:
    """Watch a round: its progress as server-sent events, from the first one or from where the reader was cut off."""
    after = _number(last_event_id)
    async with wired.database.sessions() as session:
        row = await round_status(session, round_id, actor, wired.clock().date())
    if row["status"] not in WAITING and after >= row["last_event"]:
        return Response(status_code=204)
    return EventSourceResponse(_told(wired.database, round_id, after), ping=PING_SECONDS)


async def _told(database: Database, round_id: UUID, after: int) -> AsyncIterator[ServerSentEvent]:
    time = asyncio.get_running_loop().time
    until = time() + STREAM_SECONDS
    while time() < until:
        async with database.sessions() as session:
            events = await events_after(session, round_id, after, limit=AT_A_TIME)
        for event in events:
            yield _as_sent(event)
            after = event.number
            if event.kind == ENDED:
                return
        if not events:
            await _pause(LOOK_SECONDS)


def _as_sent(event: RoundEvent) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(event.facts), event=event.kind, id=str(event.number))


async def _pause(seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), seconds)


def _number(last_event_id: str | None) -> int:
    if not last_event_id:
        return 0
    if not last_event_id.isascii() or not last_event_id.isdecimal() or len(last_event_id) > _LONGEST_NUMBER:
        raise malformed_parameter("header", "Last-Event-ID", "Expected the id of an event of this round.")
    return int(last_event_id)
