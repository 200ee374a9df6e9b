"""The seams of a delivery as spans: an event written, its record sent, and the record applied by each consumer.

All hang below the request that caused the event, through the `traceparent` that the event carries. What is public
carries none: it is for readers outside, who are not told of traces.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from opentelemetry.trace import Span, SpanKind

from shared.events.envelope import Envelope, Tombstone
from shared.events.registry import PUBLIC_TOPIC, REGISTRY
from shared.logs import correlated, current_traceparent, sane_traceparent
from shared.messaging.bus import Delivery, IncomingRecord, Outcome, OutgoingRecord
from shared.traces.spans import Attributes, begun, failed, is_tracing, span

TRACEPARENT = "ce_traceparent"
CORRELATION_ID = "ce_correlationid"
Headers = dict[str, str]


@contextmanager
def creating(event: Envelope | Tombstone) -> Generator[Headers]:
    """Make the writing of an event a span, and yield the headers to store, which name that span."""
    headers = event.headers()
    with span(f"create {event.topic}", SpanKind.PRODUCER, _described("create", event.topic, event.subject, headers)):
        if is_tracing() and event.topic != PUBLIC_TOPIC:
            headers |= {TRACEPARENT: current_traceparent() or ""}
        yield headers


class Sending:
    """The spans of one wave, one for each record that names a trace."""

    def __init__(self, wave: Sequence[OutgoingRecord]) -> None:
        self._spans = [_sending(record) for record in wave] if is_tracing() else []

    def became(self, outcomes: Sequence[Outcome]) -> None:
        """Note each record's fate, in the wave's order."""
        for opened, outcome in zip(self._spans, outcomes, strict=False):
            if opened is not None and outcome.delivery is not Delivery.ACKNOWLEDGED:
                failed(opened, outcome.delivery.value)

    def end(self) -> None:
        """End all spans."""
        for opened in self._spans:
            if opened is not None:
                opened.end()


@contextmanager
def sending(wave: Sequence[OutgoingRecord]) -> Generator[Sending]:
    """Make each record's way to the bus a span, until it is marked as published."""
    spans = Sending(wave)
    try:
        yield spans
    finally:
        spans.end()


@contextmanager
def applying(record: IncomingRecord, consumer: str) -> Generator[Span]:
    """Do what is done for a record in its event's name: its trace, its correlation id, and a span of the consumer's."""
    headers = {name: value.decode("ascii", "replace") for name, value in record.headers}
    parent = sane_traceparent(headers.get(TRACEPARENT))
    topic = record.partition.topic
    key = None if record.key is None else record.key.decode("ascii", "replace")
    attributes = {
        **_described("process", topic, key, headers),
        "messaging.consumer.group.name": consumer,
        "messaging.destination.partition.id": str(record.partition.number),
        "messaging.kafka.offset": record.offset,
    }
    with (
        correlated(headers.get(CORRELATION_ID), parent),
        span(f"process {topic}", SpanKind.CONSUMER, attributes, parent=parent) as opened,
    ):
        yield opened


def _sending(record: OutgoingRecord) -> Span | None:
    headers = {name: value.decode("ascii", "replace") for name, value in record.headers}
    parent = sane_traceparent(headers.get(TRACEPARENT))
    if parent is None:
        return None
    attributes = _described("send", record.topic, record.key, headers)
    return begun(f"send {record.topic}", SpanKind.PRODUCER, attributes, parent=parent)


def _described(operation: str, topic: str, key: str | None, headers: Mapping[str, str]) -> Attributes:
    """Say what is handled; what came over the bus may say anything, so ids must be ids and types registered ones."""
    event_type = headers.get("ce_type")
    told: dict[str, str] = {
        "messaging.system": "kafka",
        "messaging.operation.type": operation,
        "messaging.destination.name": topic,
        "accord.event.type": event_type if event_type is not None and event_type in REGISTRY else "unknown",
    }
    ids = {"accord.aggregate.id": key, "messaging.message.id": headers.get("ce_id")}
    return told | {name: value for name, value in ids.items() if value is not None and _is_id(value)}


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
