"""A round's progress as server-sent events: what the database holds, read on and on until the round has ended.

Nothing is kept for a reader: rows are fetched a few at a time, and only when the former ones have been sent. Between
looks no connection is held. A stream ends by itself after a while; the reader comes back with Last-Event-ID.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from fastapi import Response
from sse_starlette import ServerSentEvent

from matcher.adapters.rounds.events import ENDED, RoundEvent, events_after
from matcher.adapters.rounds.queries import round_status
from matcher.api.dependencies import Wired
from matcher.api.event_streams import (
    AT_A_TIME,
    PATIENCE_SECONDS,
    PING_SECONDS,
    STREAM_SECONDS,
    LastEventId,
    PatientResponse,
    number_in,
)
from matcher.domain.round_life import WAITING
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor
from shared.pauses import pause
from shared.persistence.database import Database

router = service_router("/v1/rounds", tag="rounds")

LOOK_SECONDS: Final = 0.5

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
    last_event_id: LastEventId = None,
) -> Response:
    """Watch a round: its progress as server-sent events, from the first one or from where the reader was cut off."""
    after = number_in(last_event_id, of="round", digits=_LONGEST_NUMBER) or 0
    async with wired.database.sessions() as session:
        row = await round_status(session, round_id, actor, wired.clock().date())
    if row["status"] not in WAITING and after >= row["last_event"]:
        return Response(status_code=204)
    told = _told(wired.database, round_id, after)
    return PatientResponse(told, ping=PING_SECONDS, send_timeout=PATIENCE_SECONDS)


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
            await pause(LOOK_SECONDS)


def _as_sent(event: RoundEvent) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(event.facts), event=event.kind, id=str(event.number))
