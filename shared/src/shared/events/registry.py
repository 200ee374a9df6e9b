"""Every event type that may travel, its topic and its model: what is not registered is not published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.events.checkpoints import DecisionCheckpoint
from shared.events.erasures import PersonErased
from shared.events.matches import MatchState
from shared.events.model import EventModel
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.events.public import PublicNeed, PublicOffer
from shared.events.reservations import ReservationState

NEEDS_TOPIC = "accord.needs.v1"
OFFERS_TOPIC = "accord.offers.v1"
MATCHES_TOPIC = "accord.matches.v1"
RESERVATIONS_TOPIC = "accord.reservations.v1"
CHECKPOINTS_TOPIC = "accord.checkpoints.v1"
PUBLIC_TOPIC = "accord.public.v1"
ERASURES_TOPIC = "accord.erasures.v1"


@dataclass(frozen=True)
class EventType:
    """A registered event: CloudEvents `type`, the topic it travels on, the model of its data.

    A `tombstone` has no data: it takes back what was stated in that model under the same key.
    """

    name: str
    topic: str
    model: type[EventModel]
    summary: str
    tombstone: bool = False


_NEED_EVENTS = {
    "opened": "The State agreed to circulate the need (consent gate 1, BMS7 101).",
    "amended": "The State changed the need; the data is the new version, whole.",
    "reconfirmed": "The State confirmed that the need still stands.",
    "withdrawn": "The State took the need back.",
    "closed": "The need was closed as fulfilled or expired.",
    "reminded": "The need has to be confirmed soon, or it expires.",
    "coverage_changed": "Matches hold, promise or have delivered more or less of it than before.",
    "restated": "Nothing changed: the need is stated again so that a consumer can rebuild.",
}
_OFFER_EVENTS = {
    "opened": "The donor opened the offer.",
    "amended": "The donor changed the offer; the data is the new version, whole.",
    "paused": "The donor paused the offer.",
    "resumed": "The donor resumed the offer.",
    "closed": "The donor closed the offer, or nobody confirmed it in its period.",
    "reconfirmed": "The donor confirmed that the offer still stands.",
    "reminded": "The offer has to be confirmed soon, or it is closed.",
    "ledger_changed": "Matches reserve, commit or have delivered more or less of it than before.",
    "restated": "Nothing changed: the offer is stated again so that a consumer can rebuild.",
}


_MATCH_EVENTS = {
    "proposed": "A need and an offer were proposed to each other; nothing is held.",
    "revised": "A coordinator changed the proposed quantities.",
    "endorsed": "A coordinator endorsed the match: needs and offers are to hold what it takes.",
    "reserved": "Both sides hold what the match takes.",
    "refused": "A side could not hold what the match takes; the other is to free it.",
    "accepted": "A party accepted the match (consent gate 2).",
    "confirmed": "All parties have accepted: what is held is promised.",
    "outdated": "The need or the offer was amended; the match waits to be confirmed anew.",
    "renewed": "The match was confirmed anew after an amendment.",
    "delivery_planned": "Milestones of delivery were set.",
    "delivery_reported": "Something was delivered.",
    "delivered": "Delivery is complete; what was not delivered is free again.",
    "evaluated": "The State evaluated what it received (consent gate 3).",
    "rejected": "A coordinator rejected the match.",
    "declined": "A party declined the match.",
    "expired": "The match was not carried on in time.",
    "dissolved": "The match was ended after it had been agreed, or lost its need or its offer.",
    "reminded": "A deadline of the match is near.",
    "conflict_declared": "A coordinator declared a conflict of interest.",
    "restated": "Nothing changed: the match is stated again so that a consumer can rebuild.",
}
_RESERVATION_EVENTS = {
    "held": "The side holds what the match takes.",
    "refused": "The side could not hold it, says why, and holds nothing for it.",
    "confirmed": "What was held is promised.",
    "settled": "Delivery has ended: what was delivered is counted, the rest is free.",
    "released": "What was held or promised, and not delivered, is free.",
    "restated": "Nothing changed: the reservation is stated again so that a consumer can rebuild.",
}
_CHECKPOINT_EVENTS = {
    "reached": "The decision log had come this far.",
    "restated": "Nothing changed: the log's last checkpoint is stated again.",
}
_ERASURE_EVENTS = {
    "erased": "Somebody's data are to be erased everywhere, also where a backup was restored; new or stated again.",
}
_PUBLIC_NEED_EVENTS = {
    "published": "Anybody may read the need; the data is its present version, whole, new or stated again.",
    "unpublished": "The need was withdrawn or is no longer public: forget what was stated under this key.",
}
_PUBLIC_OFFER_EVENTS = {
    "published": "Anybody may read the offer; the data is its present version, whole, new or stated again.",
    "unpublished": "The offer is no longer public: forget what was stated under this key.",
}
_TOMBSTONES = frozenset({"unpublished"})

_FAMILIES: Sequence[tuple[str, str, type[EventModel], Mapping[str, str]]] = (
    ("need", NEEDS_TOPIC, NeedState, _NEED_EVENTS),
    ("offer", OFFERS_TOPIC, OfferState, _OFFER_EVENTS),
    ("match", MATCHES_TOPIC, MatchState, _MATCH_EVENTS),
    ("reservation", RESERVATIONS_TOPIC, ReservationState, _RESERVATION_EVENTS),
    ("checkpoint", CHECKPOINTS_TOPIC, DecisionCheckpoint, _CHECKPOINT_EVENTS),
    ("person", ERASURES_TOPIC, PersonErased, _ERASURE_EVENTS),
    ("need", PUBLIC_TOPIC, PublicNeed, _PUBLIC_NEED_EVENTS),
    ("offer", PUBLIC_TOPIC, PublicOffer, _PUBLIC_OFFER_EVENTS),
)


def _registered() -> dict[str, EventType]:
    events = (
        EventType(f"org.accord.{aggregate}.{happened}.v1", topic, model, summary, happened in _TOMBSTONES)
        for aggregate, topic, model, summaries in _FAMILIES
        for happened, summary in summaries.items()
    )
    return {event.name: event for event in events}


REGISTRY: Mapping[str, EventType] = _registered()
"""CloudEvents type -> registered event."""
