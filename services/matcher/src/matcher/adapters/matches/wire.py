"""The match as needs and offers may know it: what it takes and where it stands, nobody's words about it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from matcher.domain.amounts import ONE
from matcher.domain.matches import events
from matcher.domain.matches.line import MatchLine
from matcher.domain.matches.match import Match
from shared.events import matches as wire

HAPPENED: Mapping[type[events.MatchEvent], str] = {
    events.MatchProposed: "proposed",
    events.MatchRevised: "revised",
    events.MatchEndorsed: "endorsed",
    events.MatchReserved: "reserved",
    events.MatchRefused: "refused",
    events.MatchAccepted: "accepted",
    events.MatchConfirmed: "confirmed",
    events.MatchOutdated: "outdated",
    events.MatchRenewed: "renewed",
    events.DeliveryPlanned: "delivery_planned",
    events.DeliveryReported: "delivery_reported",
    events.MatchDelivered: "delivered",
    events.MatchEvaluated: "evaluated",
    events.MatchRejected: "rejected",
    events.MatchDeclined: "declined",
    events.MatchExpired: "expired",
    events.MatchDissolved: "dissolved",
    events.MatchReminded: "reminded",
    events.InterestDeclared: "conflict_declared",
    events.HoldLost: "hold_lost",
    events.SideAnswered: "side_answered",
}
"""What each domain event is called in the history and on the stream."""

OWN_NEWS: Final = frozenset({"hold_lost", "side_answered"})
"""What the sides themselves have told, and which therefore goes back to neither."""

EVENT_TYPES: Mapping[str, str] = {
    name: f"org.accord.match.{name}.v1" for name in HAPPENED.values() if name not in OWN_NEWS
}
"""What each is called on the bus."""

RESTATED = "org.accord.match.restated.v1"


def state_of(match: Match) -> wire.MatchState:
    """Return the match's published state at its present version."""
    plain = ("version", "status", "need_id", "offer_id", "funder_offer_id", "package_id", "states", "stale")
    return wire.MatchState(
        match_id=match.id,
        lines=tuple(_line(line) for line in match.lines),
        reason=match.reason_code,
        deadline=match.deadline,
        created_at=match.created_at,
        updated_at=match.updated_at,
        **{name: getattr(match, name) for name in plain},
    )


def _line(line: MatchLine) -> wire.MatchLine:
    return wire.MatchLine(
        component_id=line.component_id,
        offer_id=line.offer_id,
        line_id=line.line_id,
        role=line.role,
        quantity=_units(line.quantity),
        unit=line.unit,
        currency=line.currency,
        coverage=_units(line.coverage),
        component_unit=line.component_unit,
        charged=_units(line.charged),
        delivered=Decimal(line.delivered) / ONE,
        covered=Decimal(line.covered) / ONE,
    )


def _units(thousandths: int | None) -> Decimal | None:
    return None if thousandths is None else Decimal(thousandths) / ONE
