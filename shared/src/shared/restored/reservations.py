"""The last word on a reservation that a restored database does not know: it holds nothing, and says so."""

from datetime import datetime
from typing import Final

from shared.events.reservations import ReservationState

SILENT: Final = frozenset({"match_version", "updated_at"})
"""A match goes on without a new answer where the same is held; the offers' side notes when."""


def holds_something(state: ReservationState) -> bool:
    """Answer whether the matcher counts with what the side holds."""
    return state.status in {"held", "confirmed"}


def released(state: ReservationState, version: int, at: datetime) -> ReservationState:
    """Return the reservation let go; a match that still stands is stated again and holds anew."""
    return state.model_copy(
        update={"version": version, "status": "released", "holdings": (), "shortfalls": (), "updated_at": at}
    )
