"""CloudEvents 1.0 in the Kafka binding's binary mode: attributes in `ce_*` headers, data as JSON value.

Source: CloudEvents specification 1.0.2 and its Kafka protocol binding.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError

from shared.events.model import EventModel
from shared.events.registry import REGISTRY

CONTENT_TYPE = "application/json"
SPECVERSION = "1.0"

Headers = tuple[tuple[str, bytes], ...]
ReadT = TypeVar("ReadT")


class UndecodableEvent(ValueError):
    """The record is not an event this service can read: a header is missing or the data breaks the model."""


class UnknownEventType(LookupError):
    """The record is a well-formed event of a type not registered here, or a tombstone of one; it may be skipped."""


@dataclass(frozen=True)
class Envelope:
    """One event: `subject` is the aggregate's id and Kafka key, `version` the aggregate's version it states."""

    id: UUID
    type: str
    source: str
    subject: str
    time: datetime
    version: int
    data: EventModel
    correlation_id: str | None = None
    traceparent: str | None = None

    @property
    def topic(self) -> str:
        """The topic on which this type travels."""
        return REGISTRY[self.type].topic

    def headers(self) -> dict[str, str]:
        """Return the record headers; extension attributes that are not set are left out."""
        extensions = {"ce_correlationid": self.correlation_id, "ce_traceparent": self.traceparent}
        given = {name: value for name, value in extensions.items() if value is not None}
        return _attributes(self) | given | {"content-type": CONTENT_TYPE}

    def payload(self) -> bytes:
        """Return the data as the JSON bytes that are stored and sent."""
        return self.data.model_dump_json().encode()


@dataclass(frozen=True)
class Tombstone:
    """An event without data: from `version` on nothing is stated of the aggregate `subject` on its topic any more."""

    id: UUID
    type: str
    source: str
    subject: str
    time: datetime
    version: int

    @property
    def topic(self) -> str:
        """The topic on which this type travels."""
        return REGISTRY[self.type].topic

    def headers(self) -> dict[str, str]:
        """Return the record headers, which say what came to an end; readers that know only the key need none."""
        return _attributes(self)

    def payload(self) -> None:
        """Return no value at all, by which a compacted topic forgets the key."""


def event_time_of(headers: Iterable[tuple[str, bytes]]) -> datetime | None:
    """Return when the event happened from raw record headers, or None when that is not to be read."""
    try:
        return _instant(_as_text(headers)["ce_time"])
    except (KeyError, ValueError):
        return None


def decode(headers: Iterable[tuple[str, bytes]], value: bytes | None) -> Envelope:
    """Read a record back into an envelope.

    Raises UnknownEventType for a type that is not registered or states nothing, UndecodableEvent for anything else
    unreadable; its text names what is wrong and repeats nothing of it.
    """
    try:
        given = _as_text(headers)
        event_type = given["ce_type"]
    except (KeyError, ValueError) as error:
        raise UndecodableEvent(f"not a CloudEvent in binary mode: {error}") from error
    if event_type not in REGISTRY or REGISTRY[event_type].tombstone:
        raise UnknownEventType(event_type)
    try:
        return _envelope(event_type, given, value)
    except (KeyError, ValueError, ValidationError) as error:
        raise UndecodableEvent(f"{event_type}: {error}") from error


def _envelope(event_type: str, given: Mapping[str, str], value: bytes | None) -> Envelope:
    if value is None:
        raise ValueError("the record has no data")
    if given["ce_specversion"] != SPECVERSION:
        raise ValueError(f"only CloudEvents {SPECVERSION} are understood")
    return Envelope(
        id=_read(given, "ce_id", UUID),
        type=event_type,
        source=given["ce_source"],
        subject=given["ce_subject"],
        time=_read(given, "ce_time", _instant),
        version=_read(given, "ce_aggregateversion", int),
        data=REGISTRY[event_type].model.model_validate_json(value),
        correlation_id=given.get("ce_correlationid"),
        traceparent=given.get("ce_traceparent"),
    )


def _read(given: Mapping[str, str], name: str, reader: Callable[[str], ReadT]) -> ReadT:
    try:
        return reader(given[name])
    except ValueError:
        raise ValueError(f"{name} cannot be read") from None


def _attributes(event: Envelope | Tombstone) -> dict[str, str]:
    return {
        "ce_specversion": SPECVERSION,
        "ce_id": str(event.id),
        "ce_type": event.type,
        "ce_source": event.source,
        "ce_subject": event.subject,
        "ce_time": event.time.isoformat(),
        "ce_aggregateversion": str(event.version),
    }


def _instant(written: str) -> datetime:
    instant = datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError("a time without an offset (RFC 3339)")
    return instant


def _as_text(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    return {name: value.decode() for name, value in headers}
