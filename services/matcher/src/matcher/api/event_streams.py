"""What every stream of server-sent events has in common: how long it lasts, and where it goes on."""

from typing import Annotated, Final

from fastapi import Header
from pydantic.json_schema import SkipJsonSchema

from shared.http.refusals import malformed_parameter

AT_A_TIME: Final = 50
STREAM_SECONDS: Final = 600.0
"""How long one stream lasts: whoever reads on shows its token anew."""
PING_SECONDS: Final = 15.0
"""How often a comment keeps an idle connection alive."""

LastEventId = Annotated[
    str | SkipJsonSchema[None], Header(description="the `id` of the last event received; later ones follow")
]
"""A route parameter of this type says from where the reader goes on."""


def number_in(last_event_id: str | None, *, of: str, digits: int) -> int | None:
    """Return the number of the last event received, None where none is named; Malformed for what is no such number."""
    if not last_event_id:
        return None
    if not last_event_id.isascii() or not last_event_id.isdecimal() or len(last_event_id) > digits:
        raise malformed_parameter("header", "Last-Event-ID", f"Expected the id of an event of this {of}.")
    return int(last_event_id)
