"""What the needs and offers services hold for a match (topic accord.reservations.v1).

Each side keeps one reservation for a match; its id is derived from both, so that each has a key of its own there.
"""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID, uuid5

from shared.events.model import EventModel, Key, State
from shared.measures import Ledgered, Quantity

Side = Literal["needs", "offers"]
"""Who holds: the needs service a component's coverage, the offers service a line's capacity."""

ReservationStatus = Literal["held", "refused", "confirmed", "settled", "released"]
"""Held for a while; refused, holding nothing; confirmed = promised; settled = delivered, the rest freed; released."""

_NAMESPACE: Final = UUID("5b0f3f0c-6a55-5c0e-9d0c-2f8f3d0c1a77")


def reservation_id(match_id: UUID, side: Side) -> UUID:
    """Return the id under which a side states what it holds for a match."""
    return uuid5(_NAMESPACE, f"{side}:{match_id}")


class Holding(EventModel):
    """What one line, or one component, has set aside for the match; the three are never mixed and are in its unit.

    `record_id` is the offer's or the need's id, `part_id` the line's or the component's. `component_id` says, on the
    offers' side, for which component. `held` is reserved capacity or held coverage, `promised` committed or confirmed.
    """

    record_id: UUID
    part_id: UUID
    component_id: UUID
    held: Ledgered
    promised: Ledgered
    delivered: Ledgered


class Shortfall(EventModel):
    """Why something could not be held, and what remains there; null = not known or not measured."""

    code: Key
    record_id: UUID
    part_id: UUID | None = None
    component_id: UUID | None = None
    state: State | None = None
    asked: Quantity | None = None
    remaining: Ledgered | None = None
    unit: Key | None = None
    currency: str | None = None


class ReservationState(EventModel):
    """What one side holds for a match; it answers the match's version `match_version` and none before it."""

    reservation_id: UUID
    version: int
    side: Side
    match_id: UUID
    match_version: int
    status: ReservationStatus
    holdings: tuple[Holding, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    updated_at: datetime
