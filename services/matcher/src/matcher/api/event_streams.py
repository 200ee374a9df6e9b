"""What every stream of server-sent events has in common: how long it lasts, and where it goes on."""

from typing import Annotated, Final

import structlog
from fastapi import Header
from pydantic.json_schema import SkipJsonSchema
from sse_starlette import EventSourceResponse
from sse_starlette.sse import SendTimeoutError
from starlette.types import Receive, Scope, Send

from shared.http.refusals import malformed_parameter

AT_A_TIME: Final = 50
STREAM_SECONDS: Final = 600.0
"""How long one stream lasts: whoever reads on shows its token anew."""
PING_SECONDS: Final = 15.0
"""How often a comment keeps an idle connection alive."""
PATIENCE_SECONDS: Final = 20.0
"""How long one event may take to be sent before its reader is dropped."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

LastEventId = Annotated[
    str | SkipJsonSchema[None], Header(description="the `id` of the last event received; later ones follow")
]
"""A route parameter of this type says from where the reader goes on."""


class PatientResponse(EventSourceResponse):
    """Server-sent events to a reader that is dropped when it does not read; it comes back with Last-Event-ID."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the events end, or the reader's time is up."""
        try:
            await super().__call__(scope, receive, send)
        except SendTimeoutError:
            log.info("stream_reader_dropped", after_seconds=self.send_timeout)


def number_in(last_event_id: str | None, *, of: str, digits: int) -> int | None:
    """Return the number of the last event received, None where none is named; Malformed for what is no such number."""
    if not last_event_id:
        return None
    if not last_event_id.isascii() or not last_event_id.isdecimal() or len(last_event_id) > digits:
        raise malformed_parameter("header", "Last-Event-ID", f"Expected the id of an event of this {of}.")
    return int(last_event_id)
