"""Events as CloudEvents 1.0 in Kafka's binary mode, there and back."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from shared.events.envelope import Envelope, UndecodableEvent, UnknownEventType, decode, event_time_of
from shared.identifiers import new_id
from tests.support.deliveries import need_event

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def sent(event: Envelope, **changes: str | None) -> tuple[tuple[str, bytes], ...]:
    headers: dict[str, str | None] = event.headers() | changes
    return tuple((name, value.encode()) for name, value in headers.items() if value is not None)


def test_an_event_comes_back_as_it_was_sent() -> None:
    event = replace(need_event(new_id(), 3, narrative="ساحل العاج"), correlation_id="c-1", traceparent=TRACE)
    assert decode(sent(event), event.payload()) == event


def test_attributes_travel_as_headers_by_the_kafka_binding() -> None:
    event = replace(need_event(UUID(int=7), 3), correlation_id="c-1", traceparent=TRACE)
    assert event.headers() == {
        "ce_specversion": "1.0",
        "ce_id": str(event.id),
        "ce_type": "org.accord.need.amended.v1",
        "ce_source": "/accord/needs",
        "ce_subject": str(UUID(int=7)),
        "ce_time": event.time.isoformat(),
        "ce_aggregateversion": "3",
        "ce_correlationid": "c-1",
        "ce_traceparent": TRACE,
        "content-type": "application/json",
    }


def test_attribute_names_are_those_that_cloudevents_allows() -> None:
    event = replace(need_event(new_id(), 1), correlation_id="c", traceparent=TRACE)
    attributes = [name.removeprefix("ce_") for name in event.headers() if name != "content-type"]
    assert all(re.fullmatch(r"[a-z0-9]{1,20}", name) for name in attributes), attributes


def test_what_is_not_set_is_not_sent() -> None:
    assert not {"ce_correlationid", "ce_traceparent"} & need_event(new_id(), 1).headers().keys()


def test_the_value_is_the_data_alone_as_json() -> None:
    event = need_event(new_id(), 2)
    assert json.loads(event.payload())["version"] == 2


def test_a_field_that_this_reader_does_not_know_is_ignored() -> None:
    event = need_event(new_id(), 2)
    newer = json.loads(event.payload()) | {"mood": "hopeful"}
    assert decode(sent(event), json.dumps(newer).encode()) == event


def test_headers_that_this_reader_does_not_know_are_ignored() -> None:
    event = need_event(new_id(), 2)
    assert decode((("x-proxy", b"1"), *sent(event)), event.payload()) == event


def test_the_time_may_be_in_any_zone_but_must_name_it() -> None:
    event = need_event(new_id(), 1)
    tokyo = event.time.astimezone(timezone(timedelta(hours=9))).isoformat()
    assert decode(sent(event, ce_time=tokyo), event.payload()).time == event.time
    with pytest.raises(UndecodableEvent, match="ce_time"):
        decode(sent(event, ce_time="2026-03-01T12:00:00"), event.payload())


def test_a_type_that_is_not_registered_is_unknown_whatever_its_data() -> None:
    with pytest.raises(UnknownEventType, match=r"org\.accord\.need\.sung\.v1"):
        decode((("ce_type", b"org.accord.need.sung.v1"),), b"\x00")


@pytest.mark.parametrize(
    "changes",
    [
        {"ce_id": "not-a-uuid"},
        {"ce_id": None},
        {"ce_source": None},
        {"ce_subject": None},
        {"ce_time": "yesterday"},
        {"ce_aggregateversion": "latest"},
        {"ce_specversion": "0.3"},
        {"ce_specversion": None},
        {"ce_type": None},
    ],
)
def test_an_event_without_what_every_event_has_is_undecodable(changes: dict[str, str | None]) -> None:
    event = need_event(new_id(), 1)
    with pytest.raises(UndecodableEvent):
        decode(sent(event, **changes), event.payload())


@pytest.mark.parametrize("value", [None, b"", b"null", b"[]", b"{}", b"\xff"])
def test_data_that_breaks_the_model_is_undecodable(value: bytes | None) -> None:
    with pytest.raises(UndecodableEvent):
        decode(sent(need_event(new_id(), 1)), value)


def test_the_time_can_be_read_without_reading_the_event() -> None:
    event = replace(need_event(new_id(), 1), time=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert event_time_of(sent(event)) == event.time


@pytest.mark.parametrize("headers", [(), (("ce_time", b"soon"),), (("ce_time", b"\xff"),)])
def test_a_time_that_cannot_be_read_is_none(headers: tuple[tuple[str, bytes], ...]) -> None:
    assert event_time_of(headers) is None
