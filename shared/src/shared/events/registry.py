"""Every event type that may travel, its topic and its model: what is not registered is not published."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.events.model import EventModel
from shared.events.needs import NeedState
from shared.events.offers import OfferState

NEEDS_TOPIC = "accord.needs.v1"
OFFERS_TOPIC = "accord.offers.v1"


@dataclass(frozen=True)
class EventType:
    """A registered event: CloudEvents `type`, the topic it travels on, the model of its data."""

    name: str
    topic: str
    model: type[EventModel]
    summary: str


_NEED_EVENTS = {
    "opened": "The State agreed to circulate the need (consent gate 1, BMS7 101).",
    "amended": "The State changed the need; the data is the new version, whole.",
    "reconfirmed": "The State confirmed that the need still stands.",
    "withdrawn": "The State took the need back.",
    "closed": "The need was closed as fulfilled or expired.",
    "restated": "Nothing changed: the need is stated again so that a consumer can rebuild.",
}
_OFFER_EVENTS = {
    "opened": "The donor opened the offer.",
    "amended": "The donor changed the offer; the data is the new version, whole.",
    "paused": "The donor paused the offer.",
    "resumed": "The donor resumed the offer.",
    "closed": "The donor closed the offer.",
    "restated": "Nothing changed: the offer is stated again so that a consumer can rebuild.",
}


def _registered() -> dict[str, EventType]:
    need = [
        EventType(f"org.accord.need.{name}.v1", NEEDS_TOPIC, NeedState, summary)
        for name, summary in _NEED_EVENTS.items()
    ]
    offer = [
        EventType(f"org.accord.offer.{name}.v1", OFFERS_TOPIC, OfferState, summary)
        for name, summary in _OFFER_EVENTS.items()
    ]
    return {event.name: event for event in need + offer}


REGISTRY: Mapping[str, EventType] = _registered()
"""CloudEvents type -> registered event."""
