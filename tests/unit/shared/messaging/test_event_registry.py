"""The registry of events: what may travel, and where."""

import re

import pytest

from shared.events.registry import REGISTRY, EventType
from shared.identifiers import new_id
from shared.messaging.topics import TOPICS
from tests.support.deliveries import need_event

EVENTS = [pytest.param(event, id=name) for name, event in REGISTRY.items()]

HAPPENS_ONCE = {"org.accord.person.erased.v1"}
"""What has no later versions: it is repeated as it was, and known again by its id."""


@pytest.mark.parametrize("event", EVENTS)
def test_a_type_is_named_after_its_aggregate_and_what_happened_with_a_version(event: EventType) -> None:
    assert re.fullmatch(r"org\.accord\.[a-z]+\.[a-z_]+\.v[1-9]", event.name)


@pytest.mark.parametrize("event", EVENTS)
def test_every_type_travels_on_a_topic_that_is_created(event: EventType) -> None:
    assert event.topic in {topic.name for topic in TOPICS}


@pytest.mark.parametrize("event", EVENTS)
def test_every_model_states_its_version_for_the_consumers_guard_or_happens_once(event: EventType) -> None:
    version = event.model.model_fields.get("version")
    assert (version is None) == (event.name in HAPPENS_ONCE)
    assert version is None or version.annotation is int


def test_every_aggregate_that_is_published_can_be_restated() -> None:
    aggregates = {name.rsplit(".", 2)[0] for name in REGISTRY.keys() - HAPPENS_ONCE}
    assert {f"{aggregate}.restated.v1" for aggregate in aggregates} <= REGISTRY.keys()


def test_an_envelope_travels_on_the_topic_of_its_type() -> None:
    event = need_event(new_id(), 1)
    assert event.topic == REGISTRY[event.type].topic
