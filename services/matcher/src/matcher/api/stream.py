"""What happens to the reader's matches, as it happens: numbered server-sent events that can be taken up anywhere.

Nothing is kept for a reader: its rows are fetched a few at a time, and only when the former ones have been sent; one
that does not read is dropped. Between looks no connection is held. A stream ends by itself after a while.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from fastapi import Response
from sse_starlette import ServerSentEvent

from matcher.adapters.stream.reading import StreamEvent, events_between, position_of
from matcher.api.dependencies import Parts, Wired
from matcher.api.event_streams import (
    AT_A_TIME,
    PATIENCE_SECONDS,
    PING_SECONDS,
    STREAM_SECONDS,
    LastEventId,
    PatientResponse,
    number_in,
)
from matcher.api.schemas.stream_view import BEGIN, END, RESET, STREAM, marked, sent
from shared.http.routing import service_router
from shared.identity.actor import Actor
from shared.identity.dependencies import CurrentActor
from shared.pauses import pause

router = service_router("/v1/stream", tag="stream")

_LONGEST_NUMBER: Final = 18


@router.get("", response_class=Response, responses={200: STREAM})
async def read_stream(
    actor: CurrentActor,
    wired: Wired,
    last_event_id: LastEventId = None,
) -> Response:
    """Follow what happens from now on, or from where you were cut off: only what you may see when it is sent.

    Read with an id, nothing is missed and nothing told twice. Messages are announced to those who may read them.
    """
    after = number_in(last_event_id, of="stream", digits=_LONGEST_NUMBER)
    return PatientResponse(_told(wired, actor, after), ping=PING_SECONDS, send_timeout=PATIENCE_SECONDS)


async def _told(wired: Parts, actor: Actor, wanted: int | None) -> AsyncIterator[ServerSentEvent]:
    time = asyncio.get_running_loop().time
    until = time() + STREAM_SECONDS
    async with wired.database.sessions() as session:
        now = await position_of(session)
    is_known = wanted is None or now.has_all_after(wanted)
    after = now.last if wanted is None or not is_known else wanted
    yield marked(BEGIN if is_known else RESET, after)
    while time() < until:
        last = (await wired.stream.position(wired.database.sessions)).last
        events = await _happened(wired, actor, after, last)
        for event in events:
            yield sent(event)
        after = events[-1].number if len(events) == AT_A_TIME else max(after, last)
        if len(events) < AT_A_TIME:
            await pause(wired.stream.every)
    yield marked(END, after)


async def _happened(wired: Parts, actor: Actor, after: int, last: int) -> list[StreamEvent]:
    if last <= after:
        return []
    async with wired.database.sessions() as session:
        return list(await events_between(session, actor, after, last, limit=AT_A_TIME))
