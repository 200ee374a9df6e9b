"""An offer's ledger as its donor and coordinators read it."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from offers.adapters.reservations.queries import Entry
from offers.domain.holding import Holding
from offers.domain.identifiers import OfferId
from offers.domain.reservation import Reservation
from offers.domain.reservation_events import ReservationStatus
from offers.domain.shortfall import ShortfallCode
from shared.http.documents import Part
from shared.measures import Ledgered


class ChargeView(Part):
    """What counts for one State, in the measure of the per-State ceiling."""

    state: str
    amount: Ledgered


class EntryView(Part):
    """One movement, never changed afterwards: amounts of one line for one match, before and after, in its unit."""

    number: int
    line_id: UUID
    component_id: UUID
    match_id: UUID
    match_version: int
    event_id: UUID = Field(description="the event of the match that caused it")
    movement: ReservationStatus
    reserved_before: Ledgered
    reserved_after: Ledgered
    committed_before: Ledgered
    committed_after: Ledgered
    delivered_before: Ledgered
    delivered_after: Ledgered
    charged_before: tuple[ChargeView, ...] = Field(description="what counted on States' ceilings")
    charged_after: tuple[ChargeView, ...]
    at: datetime

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Show an entry."""
        return cls.showing(entry, {})


class HoldingView(Part):
    """What one line has set aside for one component of the match, in the line's unit."""

    line_id: UUID
    component_id: UUID
    reserved: Ledgered
    committed: Ledgered
    delivered: Ledgered

    @classmethod
    def of(cls, holding: Holding) -> Self:
        """Show a holding in the ledger's words."""
        return cls.showing(holding, {"reserved": holding.held, "committed": holding.promised})


class ShortfallView(Part):
    """Why something could not be held; `code` is a key of the vocabulary's shortfalls."""

    code: ShortfallCode
    line_id: UUID | None
    component_id: UUID | None
    state: str | None
    asked: Ledgered | None
    remaining: Ledgered | None
    unit: str | None
    currency: str | None


class ReservationView(Part):
    """What this offer holds for one match: it answers the match's version `match_version`."""

    match_id: UUID
    match_version: int
    version: int
    status: ReservationStatus
    holdings: tuple[HoldingView, ...]
    shortfalls: tuple[ShortfallView, ...]
    updated_at: datetime

    @classmethod
    def of(cls, reservation: Reservation, offer_id: OfferId) -> Self:
        """Show a reservation as far as it concerns one offer; other donors' parts of the match are their own affair."""
        derived = {
            "holdings": tuple(HoldingView.of(each) for each in reservation.holdings if each.offer_id == offer_id),
            "shortfalls": tuple(each for each in reservation.shortfalls if each.offer_id == offer_id),
        }
        return cls.showing(reservation, derived)
