"""The match as the needs and offers services may know it (topic accord.matches.v1).

Who decided, and what was written about it, is not part of it: ask the matcher, under the reader's own rights.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.events.model import EventModel, Key, State
from shared.measures import Ledgered, Quantity

MatchStatus = Literal[
    "proposed",
    "endorsed",
    "refused",
    "reserved",
    "confirmed",
    "in_delivery",
    "delivered",
    "evaluated",
    "rejected",
    "declined",
    "expired",
    "dissolved",
]
"""Where a match stands; the last four are its off-ramps, `refused` waits for other quantities."""

LineRole = Literal["provides", "funds"]
"""What a line does in a match: it gives the help itself, or it pays for what another donor's line gives (BMS7 103)."""


class MatchLine(EventModel):
    """What one offer line gives to one component.

    `quantity` and `delivered` are in the line's `unit`, `coverage` and `covered` in `component_unit`, the component's
    as the match was judged. A null quantity is all that the line has left when it is held, a null coverage all that the
    component still asks for. `charged` is what counts on the offer's per-State ceiling, in the ceiling's own unit and
    currency; null = the quantity itself. A line that funds covers nothing: what it pays for is counted where it is
    provided.
    """

    component_id: UUID
    offer_id: UUID
    line_id: UUID
    role: LineRole = "provides"
    quantity: Quantity | None = None
    unit: Key | None = None
    currency: str | None = None
    coverage: Quantity | None = None
    component_unit: Key | None = None
    charged: Quantity | None = None
    delivered: Ledgered
    covered: Ledgered


class MatchState(EventModel):
    """A match at one version. `states` are those on whose account it is; `reason` is the code of its off-ramp."""

    match_id: UUID
    version: int
    status: MatchStatus
    need_id: UUID
    offer_id: UUID
    funder_offer_id: UUID | None = None
    package_id: UUID | None = None
    states: tuple[State, ...]
    lines: tuple[MatchLine, ...]
    stale: bool = False
    reason: Key | None = None
    deadline: datetime | None = None
    created_at: datetime
    updated_at: datetime
