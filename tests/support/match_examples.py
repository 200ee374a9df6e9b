"""A match in each of its stages, led there the straight way, and the people around it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from matcher.domain.matches.clocks import Moment, StagePeriods
from matcher.domain.matches.delivery import DeliveredLine, Delivery
from matcher.domain.matches.evaluation import FACETS, Evaluation, Rating
from matcher.domain.matches.holds import Answer, Side
from matcher.domain.matches.life_cycle import Status
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from matcher.domain.matches.origin import Between, Judgement, Origin
from matcher.domain.matches.parties import Party, parties_of
from matcher.domain.matches.reasons import Reason
from matcher.domain.matches.review import Endorsement
from shared.events.reservations import ReservationState, ReservationStatus, Shortfall, reservation_id
from shared.identity.actor import Actor, Role
from tests.support.matching_examples import TODAY, numbered

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
"""The moment of the examples."""

COORDINATOR = Actor("coordinator@un", Role.COORDINATOR, organisation="unoda")
RECIPIENT = Actor("npc@gha", Role.RECIPIENT, state="GHA")
DONOR = Actor("desk@ecowas", Role.DONOR, organisation="ecowas")
OBSERVER = Actor("auditor", Role.OBSERVER)

GHANA = Party("recipient", "GHA")
ECOWAS = Party("donor", "ecowas")

PROPOSED_BY_HAND = Origin("hand", COORDINATOR.subject)
UNWANTED = Reason("not_suitable", "Another model is in use.")


def at(days: float = 0) -> Moment:
    """Return the moment of the examples, some days later."""
    return Moment(NOW + timedelta(days=days), StagePeriods())


def clock(days: float = 0) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(days=days)


def judgement(**changes: Any) -> Judgement:
    fields: dict[str, Any] = {
        "need_version": 1,
        "need_statement": 1,
        "offer_version": 1,
        "offer_statement": 1,
        "score": 800,
        "explanation": [],
        "profile_digest": "digest",
    }
    return Judgement(**(fields | changes))


def match_line(number: int = 1, **changes: Any) -> MatchLine:
    """Return a line that gives 4 machines to a component that asks for 4."""
    fields: dict[str, Any] = {
        "component_id": numbered(3, number),
        "offer_id": numbered(2, 1),
        "line_id": numbered(4, number),
        "category": "marking",
        "score": 800,
        "quantity": 4_000,
        "unit": "machine",
        "currency": None,
        "coverage": 4_000,
        "component_unit": "machine",
    }
    return MatchLine(**(fields | changes))


def proposed(number: int = 1, *, lines: list[MatchLine] | None = None, **changes: Any) -> Match:
    """Return a newly proposed match between the need and the offer of that number, as committed once."""
    fields: dict[str, Any] = {
        "need_id": numbered(1, number),
        "offer_id": numbered(2, 1),
        "states": ("GHA",),
        "donors": ("ecowas",),
    }
    between = Between(**(fields | {key: value for key, value in changes.items() if key != "origin"}))
    origin = changes.get("origin", PROPOSED_BY_HAND)
    match = Match.propose(between, origin, judgement(), lines or [match_line()], at())
    match.id = numbered(9, number)
    return committed(match)


def committed(match: Match) -> Match:
    """Count the match as committed: its next version, nothing left to record."""
    match.version += 1
    match.events.clear()
    return match


def answer(side: Side, match: Match, *, version: int = 1, refuses: bool = False, **changes: Any) -> Answer:
    """Return a side's answer to the match's last endorsement."""
    fields: dict[str, Any] = {
        "side": side,
        "version": version,
        "match_version": match.hold_version or 0,
        "holds": not refuses,
        "refuses": refuses,
        "shortfalls": ({"code": "line_exhausted"},) if refuses else (),
    }
    return Answer(**(fields | changes))


def told(
    match: Match, side: Side, status: ReservationStatus = "held", *, version: int = 1, match_version: int | None = None
) -> ReservationState:
    """Return what a side publishes about a match."""
    short = Shortfall(code="line_exhausted", record_id=match.offer_id)
    return ReservationState(
        reservation_id=reservation_id(match.id, side),
        version=version,
        side=side,
        match_id=match.id,
        match_version=match_version if match_version is not None else match.hold_version or 0,
        status=status,
        shortfalls=(short,) if status == "refused" else (),
        updated_at=NOW,
    )


def delivery(*parts: DeliveredLine, on: date = TODAY, milestone: int | None = None, by: Party = ECOWAS) -> Delivery:
    return Delivery(on, parts or (part(),), milestone, "", by, NOW)


def part(quantity: int | None = 1_000, number: int = 1) -> DeliveredLine:
    return DeliveredLine(numbered(3, number), numbered(4, number), quantity)


def evaluation(**changes: Any) -> Evaluation:
    fields: dict[str, Any] = {
        "indicators": (),
        "ratings": tuple(Rating(facet, 4) for facet in FACETS),
        "lessons": "Begin with the register.",
        "at": NOW,
        "by": RECIPIENT.subject,
    }
    return Evaluation(**(fields | changes))


def match_in(status: Status, number: int = 1, **changes: Any) -> Match:
    """Return a match in a stage, led there the straight way; each step committed by itself."""
    match = proposed(number, **changes)
    for step in _WAYS[status]:
        step(match)
        committed(match)
    return match


def _endorse(match: Match) -> None:
    match.endorse(Endorsement(COORDINATOR.subject), at())


def _hold_needs(match: Match) -> None:
    match.take_answer(answer("needs", match), at())


def _hold_offers(match: Match) -> None:
    match.take_answer(answer("offers", match), at())


def _refuse(match: Match) -> None:
    match.take_answer(answer("offers", match, refuses=True), at())


def _accept_all(match: Match) -> None:
    for party in parties_of(match):
        match.accept(party, party.key, at())


def _deliver(match: Match) -> None:
    line = match.lines[0]
    match.report_delivery(
        delivery(DeliveredLine(line.component_id, line.line_id, 1_000 if line.quantity else None)), at()
    )


def _complete(match: Match) -> None:
    match.complete(parties_of(match)[0], at())


def _evaluate(match: Match) -> None:
    match.evaluate(evaluation(), parties_of(match)[0], at())


_RESERVED = (_endorse, _hold_needs, _hold_offers)
_CONFIRMED = (*_RESERVED, _accept_all)
_WAYS: dict[Status, tuple[Callable[[Match], None], ...]] = {
    "proposed": (),
    "endorsed": (_endorse,),
    "refused": (_endorse, _refuse),
    "reserved": _RESERVED,
    "confirmed": _CONFIRMED,
    "in_delivery": (*_CONFIRMED, _deliver),
    "delivered": (*_CONFIRMED, _deliver, _complete),
    "evaluated": (*_CONFIRMED, _deliver, _complete, _evaluate),
    "rejected": (lambda match: match.reject(UNWANTED, at()),),
    "declined": (lambda match: match.decline(parties_of(match)[-1], UNWANTED, at()),),
    "expired": (lambda match: match.expire(Reason("deadline_passed"), at(31)),),
    "dissolved": (lambda match: match.dissolve("accord", Reason("need_ended"), at()),),
}


def of_package(number: int) -> UUID:
    return numbered(8, number)
