"""The offer as the other services may know it (topic accord.offers.v1)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.events.model import Ceiling, EventModel, Key, Language, Provenance, State, Text, Window
from shared.measures import Ledgered, Money, Quantity

OfferStatus = Literal["draft", "open", "paused", "exhausted", "closed"]
OfferVisibility = Literal["public", "recipients", "coordinators"]


class Donor(EventModel):
    """Who offers: `organisation` is the key that donor tokens carry."""

    organisation: str
    name: str
    kind: Key


class Eligibility(EventModel):
    """Which States may benefit. `everyone` opens it to all States that are not excluded."""

    everyone: bool = False
    states: tuple[State, ...] = ()
    regions: tuple[Key, ...] = ()
    groups: tuple[Key, ...] = ()
    excluded_states: tuple[State, ...] = ()


class OfferLine(EventModel):
    """One kind of help on offer, and its ledger: pledged, reserved, committed, delivered, never mixed.

    All quantities of a line are in its `unit`; the unit `money` means amounts in `currency`.
    `pledged` null = the donor did not say how much. Remaining = pledged - reserved - committed - delivered.
    """

    line_id: UUID
    categories: tuple[Key, ...]
    modalities: tuple[Key, ...] = ()
    unit: Key | None = None
    currency: str | None = None
    pledged: Quantity | None = None
    reserved: Ledgered
    committed: Ledgered
    delivered: Ledgered
    smallest_share: Quantity | None = None
    largest_share: Quantity | None = None
    divisible: bool = True
    unit_cost: Money | None = None


class OfferState(EventModel):
    """An offer at one version: everything a matcher may use.

    `statement` is the version at which its donor last said something of its content, unlike what only moves its
    ledger; null = written before that was counted. It is closed after `confirm_by` unless confirmed.
    """

    offer_id: UUID
    version: int
    statement: int | None = None
    external_id: str | None = None
    status: OfferStatus
    donor: Donor
    texts: tuple[Text, ...]
    lines: tuple[OfferLine, ...]
    eligibility: Eligibility
    applicants: tuple[Key, ...] = ()
    working_languages: tuple[Language, ...] = ()
    window: Window
    call: Window
    conditions: tuple[Key, ...] = ()
    per_state_ceiling: Ceiling | None = None
    delivery_model: Key
    visibility: OfferVisibility
    opened_at: datetime | None = None
    confirm_by: date | None = None
    updated_at: datetime
    provenance: Provenance = Provenance()
