"""Matches as the matcher publishes them, seen from the need's side: one line for each component."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.events.envelope import Envelope
from shared.events.matches import MatchLine, MatchState
from shared.identifiers import new_id
from shared.messaging.bus import IncomingRecord, Partition

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OFFER = UUID(int=7)
OFF_RAMPS = ("proposed", "refused", "rejected", "declined", "expired", "dissolved")


def match_id(number: int = 1) -> UUID:
    return UUID(int=(5 << 64) + number)


def line(component_id: UUID, coverage: str | int | None = 10, covered: str | int = 0, **changes: Any) -> MatchLine:
    """Return a line that gives this much to the component; None = all that it still asks for."""
    given = MatchLine(
        component_id=component_id,
        offer_id=OFFER,
        line_id=UUID(int=8),
        coverage=None if coverage is None else Decimal(coverage),
        delivered=Decimal(covered),
        covered=Decimal(covered),
    )
    return given.model_copy(update=changes)


def match(need_id: UUID, status: Any, version: int, *lines: MatchLine, number: int = 1) -> MatchState:
    """Return a match at one version."""
    return MatchState(
        match_id=match_id(number),
        version=version,
        status=status,
        need_id=need_id,
        offer_id=OFFER,
        states=("KEN",),
        lines=lines,
        created_at=NOW,
        updated_at=NOW,
    )


def event_of(state: MatchState) -> Envelope:
    """Return an event that states the match; each call makes another event."""
    return Envelope(
        id=new_id(),
        type="org.accord.match.restated.v1",
        source="/accord/matcher",
        subject=str(state.match_id),
        time=NOW,
        version=state.version,
        data=state,
    )


def received(event: Envelope) -> IncomingRecord:
    """Return the event as a consumer gets it."""
    headers = tuple((name, value.encode()) for name, value in event.headers().items())
    return IncomingRecord(
        Partition(event.topic, 0), 0, event.subject.encode(), event.payload(), headers, NOW.timestamp()
    )
