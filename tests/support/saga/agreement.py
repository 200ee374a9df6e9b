"""What the three services must say of each other: in part at every moment, in full when everything has been heard."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, cast
from uuid import UUID

from matcher.adapters.matches.wire import state_of as match_state
from matcher.domain.matches.match import Match
from needs.adapters.reservation_wire import reservation_state as coverage_state
from needs.adapters.wire import state_of as need_state
from needs.domain.need import Need
from needs.domain.reservation import Reservation as Coverage
from offers.adapters.reservations.wire import state_of as capacity_state
from offers.adapters.wire import state_of as offer_state
from offers.domain.offer import Offer
from offers.domain.reservation import Reservation as Capacity
from shared.events.matches import MatchState
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from shared.events.registry import RESERVATIONS_TOPIC
from shared.events.reservations import ReservationState
from tests.support.saga.oracle import disagreements
from tests.support.saga.store import Store

HELD: Final = {"reserved": {"held"}, "confirmed": {"held", "confirmed"}, "in_delivery": {"held", "confirmed"}}
"""What each side may say of a match that goes on: it holds, or has not heard yet that the hold is a promise."""


def reservations_of(store: Store, kind: type, state_of: Any) -> Mapping[UUID, ReservationState]:
    """Return what a side keeps for each match, as it would tell it."""
    return {each.match_id: state_of(each) for each in store.all_of(kind).values()}


def unfounded(matches: Store, needs: Store, offers: Store) -> Iterator[str]:
    """Yield each match that goes on although a side holds nothing for it; this must never be."""
    coverage = {each.match_id: each for each in needs.all_of(Coverage).values()}
    capacity = {each.match_id: each for each in offers.all_of(Capacity).values()}
    for match in matches.all_of(Match).values():
        for line in match.lines:
            if line.quantity is not None and not 0 <= line.delivered <= line.quantity:
                yield f"{line.delivered} of {line.quantity} have been delivered"
        for side, told in (("needs", coverage.get(match.id)), ("offers", capacity.get(match.id))):
            if match.status in HELD and (
                told is None or told.status not in HELD[match.status] or told.match_version < match.hold_version
            ):
                yield f"a match is {match.status} while {side} has {told}"


def discord(matches: Store, needs: Store, offers: Store) -> Iterator[str]:
    """Yield wherever the three differ once everything has been sent and heard."""
    coverage = reservations_of(needs, Coverage, coverage_state)
    capacity = reservations_of(offers, Capacity, capacity_state)
    whole = _indivisible(offers)
    published = {row.event.subject: cast("MatchState", row.event.data) for row in matches.outbox.rows}
    for match in matches.all_of(Match).values():
        state = published[str(match.id)]
        if _untold(state) != _untold(match_state(match)):
            yield f"version {match.version} of a match is not what was published in version {state.version}"
        if match.status == "endorsed":
            yield "a match waits for an answer that nobody will give"
        for side, told in (("needs", coverage.get(match.id)), ("offers", capacity.get(match.id))):
            yield from disagreements(state, side, told, whole)
            known = getattr(match, f"{side}_hold")
            if match.status in HELD and known != "held":
                yield f"a match is {match.status} while the matcher knows of {side}: {known}"
    yield from _unknown_records(matches, needs, Need, NeedState, need_state)
    yield from _unknown_records(matches, offers, Offer, OfferState, offer_state)
    yield from _wrong_statuses(needs, offers)
    yield from _gaps(needs)
    yield from _gaps(offers)


def _untold(state: MatchState) -> MatchState:
    """Leave out what moves when the matcher notes what concerns nobody else."""
    return state.model_copy(update={"version": 0, "updated_at": state.created_at})


def _indivisible(offers: Store) -> set[UUID]:
    return {line.id for offer in offers.all_of(Offer).values() for line in offer.lines if not line.divisible}


def _unknown_records(matches: Store, owner: Store, kind: type, copied: type, state_of: Any) -> Iterator[str]:
    for record_id, record in owner.all_of(kind).items():
        copy = matches.all_of(copied).get(record_id)
        if record.opened_at is not None and copy != state_of(record):
            yield f"the matcher's copy of {record_id} is not what its owner has"


def _wrong_statuses(needs: Store, offers: Store) -> Iterator[str]:
    for need in needs.all_of(Need).values():
        given = [component.confirmed + component.delivered for component in need.components]
        wanted = [component.quantity for component in need.components]
        expected = "covered" if given == wanted else "partly_covered" if any(given) else "open"
        if need.status not in {"draft", "closed", expected}:
            yield f"a need is {need.status} with {given} of {wanted}"
    for offer in offers.all_of(Offer).values():
        left = [_left(line) for line in offer.lines]
        if offer.status == ("open" if not any(each != 0 for each in left) else "exhausted"):
            yield f"an offer is {offer.status} with {left} left"


def _left(line: Any) -> Decimal | None:
    return None if line.pledged is None else line.pledged - line.reserved - line.committed - line.delivered


def _gaps(store: Store) -> Iterator[str]:
    told: dict[str, list[int]] = {}
    for row in store.outbox.rows:
        if row.event.topic == RESERVATIONS_TOPIC:
            told.setdefault(row.event.subject, []).append(row.event.version)
    for key, versions in told.items():
        if sorted(set(versions)) != list(range(1, len(set(versions)) + 1)):
            yield f"answers of {key} have the versions {versions}"
