"""A person whose data are to be erased everywhere (topic accord.erasures.v1), known by keyed digests alone.

The topic is kept for ever: whoever restores a database from a backup reads it from the beginning and erases anew.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from shared.events.model import EventModel


class ErasedIdentifier(EventModel):
    """HMAC-SHA256 of one identifier in hex digits, under a key that is on no topic; `words` are those of a name."""

    kind: Literal["account", "email", "phone", "name"]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    words: Annotated[int, Field(ge=1)] = 1


class PersonErased(EventModel):
    """One erasure: by what the person is known, and when it was ordered. Its key is the erasure's id."""

    identifiers: Annotated[tuple[ErasedIdentifier, ...], Field(min_length=1)]
    at: datetime
