import asyncio
from collections.abc import Iterator
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind, StatusCode

from shared.events.envelope import Envelope, Tombstone
from shared.events.registry import NEEDS_TOPIC, PUBLIC_TOPIC, REGISTRY
from shared.identifiers import new_id
from shared.logs import current_correlation_id, current_traceparent
from shared.messaging.bus import Delivery, IncomingRecord, Outcome, OutgoingRecord, Partition
from shared.messaging.tracing import applying, creating, sending
from shared.traces.spans import span
from tests.support.deliveries import AMENDED, need_event
from tests.support.recorded_spans import RecordedSpans, is_below, recorded_spans

NEED = UUID("0190a000-0000-7000-8000-000000000001")


@pytest.fixture
def spans() -> Iterator[RecordedSpans]:
    with recorded_spans() as found:
        yield found


def outgoing(headers: dict[str, str], key: str = str(NEED)) -> OutgoingRecord:
    return OutgoingRecord(NEEDS_TOPIC, key, b"{}", tuple((name, value.encode()) for name, value in headers.items()))


def incoming(sent: OutgoingRecord) -> IncomingRecord:
    return IncomingRecord(Partition(sent.topic, 2), 41, sent.key.encode(), sent.value, sent.headers, 0.0)


def outbox_headers(event: Envelope | Tombstone | None = None) -> dict[str, str]:
    with creating(event or need_event(NEED, 1)) as headers:
        return headers


def attributes_of(found: ReadableSpan) -> dict[str, object]:
    return dict(found.attributes or {})


def test_a_request_its_event_the_sending_and_the_applying_are_one_trace(spans: RecordedSpans) -> None:
    with span("POST /v1/needs/{need_id}/open", SpanKind.SERVER):
        headers = outbox_headers()
    with sending([outgoing(headers)]) as wave:
        wave.became([Outcome(Delivery.ACKNOWLEDGED)])
    with applying(incoming(outgoing(headers)), "matcher"):
        pass
    created = spans.one(f"create {NEEDS_TOPIC}")
    assert is_below(created, spans.one("POST /v1/needs/{need_id}/open"))
    assert is_below(spans.one(f"send {NEEDS_TOPIC}"), created)
    assert is_below(spans.one(f"process {NEEDS_TOPIC}"), created)
    assert len({each.context.trace_id for each in spans.all if each.context}) == 1


def test_what_is_applied_says_where_it_stood_and_for_whom(spans: RecordedSpans) -> None:
    with applying(incoming(outgoing(outbox_headers())), "matcher"):
        pass
    told = attributes_of(spans.one(f"process {NEEDS_TOPIC}"))
    assert told.pop("messaging.message.id")
    assert told == {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.destination.name": NEEDS_TOPIC,
        "messaging.destination.partition.id": "2",
        "messaging.kafka.offset": 41,
        "messaging.consumer.group.name": "matcher",
        "accord.event.type": AMENDED,
        "accord.aggregate.id": str(NEED),
    }


def test_what_follows_from_an_event_bears_its_correlation_id_and_its_trace(spans: RecordedSpans) -> None:
    headers = outbox_headers() | {"ce_correlationid": "request-7"}
    with applying(incoming(outgoing(headers)), "matcher"):
        follow_up = outbox_headers(need_event(new_id(), 1))
        assert current_correlation_id() == "request-7"
    assert follow_up["ce_traceparent"][3:35] == headers["ce_traceparent"][3:35]
    assert (current_correlation_id(), current_traceparent()) == (None, None)
    assert len(spans.all) == 3


def test_a_trace_goes_on_through_a_consumer_that_sends_no_traces() -> None:
    with recorded_spans():
        headers = outbox_headers()
    with applying(incoming(outgoing(headers)), "matcher"):
        assert current_traceparent() == headers["ce_traceparent"]


def test_a_public_record_tells_nobody_outside_of_traces(spans: RecordedSpans) -> None:
    public = next(name for name, each in REGISTRY.items() if each.topic == PUBLIC_TOPIC and each.tombstone)
    now = need_event(NEED, 1).time
    with span("POST", SpanKind.SERVER):
        headers = outbox_headers(Tombstone(new_id(), public, "/accord/needs", str(NEED), now, 1))
    assert "ce_traceparent" not in headers
    with sending([outgoing(headers)]):
        pass
    assert spans.names() == [f"create {PUBLIC_TOPIC}", "POST"]


@pytest.mark.parametrize("delivery", [Delivery.REFUSED, Delivery.UNREACHABLE])
def test_a_record_that_did_not_reach_the_bus_is_marked_without_the_buss_words(
    spans: RecordedSpans, delivery: Delivery
) -> None:
    first, second = (outgoing(outbox_headers(need_event(new_id(), 1))) for _ in range(2))
    with sending([first, second]) as wave:
        wave.became([Outcome(Delivery.ACKNOWLEDGED), Outcome(delivery, "the broker at kafka:9092 said a secret")])
    good, bad = [each for each in spans.all if each.name == f"send {NEEDS_TOPIC}"]
    assert (good.status.status_code, bad.status.status_code) == (StatusCode.UNSET, StatusCode.ERROR)
    assert attributes_of(bad)["error.type"] == delivery.value
    assert "secret" not in bad.to_json()


async def test_a_wave_that_was_broken_off_leaves_no_span_open(spans: RecordedSpans) -> None:
    wave = [outgoing(outbox_headers())]
    with pytest.raises(asyncio.CancelledError), sending(wave):
        raise asyncio.CancelledError
    assert f"send {NEEDS_TOPIC}" in spans.names()


def test_a_poisoned_record_puts_none_of_its_words_on_a_span(spans: RecordedSpans) -> None:
    words = {
        "ce_type": "poison",
        "ce_id": "poison",
        "ce_traceparent": "poison",
        "ce_subject": "poison",
        "ce_source": "poison",
    }
    with pytest.raises(ValueError, match="poison"), applying(incoming(outgoing(words, key="poison")), "matcher"):
        raise ValueError("poison")
    found = spans.one(f"process {NEEDS_TOPIC}")
    assert "poison" not in found.to_json()
    assert attributes_of(found)["error.type"] == "ValueError"
    assert found.events == ()
