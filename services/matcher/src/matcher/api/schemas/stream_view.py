"""What the live stream sends, as server-sent events; described for OpenAPI, since a stream has no schema of its own."""

import json
from typing import Any, Final

from sse_starlette import ServerSentEvent

from matcher.adapters.stream.reading import StreamEvent

BEGIN: Final = "begin"
RESET: Final = "reset"
END: Final = "end"

STREAM: Final[dict[str, Any]] = {
    "description": (
        "`match` (match_id, version, status, happened), `message` (match_id, number), `need` and `offer` (reminders: "
        "need_id or offer_id, version, happened), each with its number as `id`. First comes `begin`, or `reset` where "
        "what followed the given id is no longer kept: read everything afresh then. `end` comes last, after a while: "
        "connect again with its id. Comments keep the connection alive"
    ),
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}


def sent(event: StreamEvent) -> ServerSentEvent:
    """Return an event as it is sent."""
    return ServerSentEvent(json.dumps(event.facts), event=event.kind, id=str(event.number))


def marked(name: str, number: int) -> ServerSentEvent:
    """Return the word that everything up to this number was told, or is to be read afresh."""
    return ServerSentEvent("{}", event=name, id=str(number))
