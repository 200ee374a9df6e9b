"""Who covers a need, and how that came about."""

from datetime import datetime
from typing import Self
from uuid import UUID

from needs.adapters.coverage_queries import CoverageEntry
from needs.domain.holding import Holding, MovementKind
from needs.domain.reservation import Reservation, ReservationStatus
from needs.domain.shortfall import Shortfall, ShortfallCode
from shared.http.documents import Part
from shared.measures import Ledgered, Quantity


class FiguresView(Part):
    """Quantities in the component's unit: held for a while, promised by a confirmed match, delivered."""

    held: Ledgered
    promised: Ledgered
    delivered: Ledgered


class EntryView(Part):
    """One movement of one component's coverage, by which match at which of its versions, told by which event."""

    number: int
    component_id: UUID
    match_id: UUID
    match_version: int
    event_id: UUID
    movement: MovementKind
    before: FiguresView
    after: FiguresView
    at: datetime

    @classmethod
    def of(cls, entry: CoverageEntry) -> Self:
        """Show an entry of the journal."""
        return cls.model_validate(entry)


class HoldingView(FiguresView):
    """A match's share of one component; of one that nobody measured it is the whole, and the figures stay 0."""

    component_id: UUID
    whole: bool
    unmeasured: bool

    @classmethod
    def of(cls, holding: Holding) -> Self:
        """Show what is set aside."""
        return cls.showing(holding, {})


class ShortfallView(Part):
    """Why something could not be held: null `asked` = all that remains, null `remaining` = not measured."""

    code: ShortfallCode
    component_id: UUID | None
    asked: Quantity | None
    remaining: Ledgered | None
    unit: str | None

    @classmethod
    def of(cls, shortfall: Shortfall) -> Self:
        """Show one problem."""
        return cls.showing(shortfall, {})


class ReservationView(Part):
    """What is held for a match, or why nothing is, in answer to the match's version `match_version`."""

    id: UUID
    version: int
    match_id: UUID
    match_version: int
    status: ReservationStatus
    holdings: tuple[HoldingView, ...]
    shortfalls: tuple[ShortfallView, ...]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, reservation: Reservation) -> Self:
        """Show a reservation."""
        derived = {
            "holdings": tuple(HoldingView.of(each) for each in reservation.holdings),
            "shortfalls": tuple(ShortfallView.of(each) for each in reservation.shortfalls),
        }
        return cls.showing(reservation, derived)
