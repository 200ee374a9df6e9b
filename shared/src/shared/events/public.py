"""Needs and offers as anybody may know them (topic accord.public.v1): for readers outside Accord.

Whatever is here a signed-in reader without any claim of its own may read over HTTP as well. Left out, though it may be
read there, is what a copy elsewhere could not take back: remarks and authorities, which may name persons, and
references of the author's own. A record that is withdrawn or no longer public has no state here, but a tombstone.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.events.model import Ceiling, EventModel, Key, Language, State, Text, Window
from shared.events.offers import Donor, Eligibility
from shared.measures import Ledgered, Money, Quantity

PublicNeedStatus = Literal["open", "partly_covered", "covered", "closed"]
PublicOfferStatus = Literal["open", "paused", "exhausted", "closed"]


class PublicProvenance(EventModel):
    """Where a record comes from; `historic_example` marks a past record shown as an example, not a live one."""

    historic_example: bool = False
    source_name: str | None = None
    source_url: str | None = None
    source_date: date | None = None


class PublicNeedComponent(EventModel):
    """One thing asked for. `modalities` empty = the form of help was not said; `quantity` null = not said.

    Of the quantity, `covered` is what matches hold, promise or have delivered, `delivered` what has come. `taken` =
    nobody said how much it is, and a match has taken it whole.
    """

    component_id: UUID
    category: Key
    modalities: tuple[Key, ...] = ()
    quantity: Quantity | None = None
    unit: Key | None = None
    estimated_cost: Money | None = None
    currency: str | None = None
    covered: Ledgered | None = None
    delivered: Ledgered | None = None
    taken: bool = False


class PublicNeed(EventModel):
    """A public need at one version: it was circulated and not withdrawn. It expires after `confirm_by`."""

    need_id: UUID
    version: int
    status: PublicNeedStatus
    closed_as: Literal["fulfilled", "expired"] | None = None
    states: tuple[State, ...]
    group: Key | None = None
    texts: tuple[Text, ...]
    components: tuple[PublicNeedComponent, ...]
    all_or_nothing: bool = False
    priority: int
    deadline: date | None = None
    window: Window
    working_languages: tuple[Language, ...] = ()
    life_cycle_stages: tuple[Key, ...] = ()
    new_technology: bool = False
    target_groups: tuple[Key, ...] = ()
    applicants: tuple[Key, ...]
    opened_at: datetime
    confirm_by: date | None = None
    updated_at: datetime
    provenance: PublicProvenance = PublicProvenance()


class PublicOfferLine(EventModel):
    """One kind of help on offer, in its `unit`; the unit `money` means amounts in `currency`.

    `pledged` and `remaining` null = the donor did not say how much; `remaining` is what matches can still take.
    """

    line_id: UUID
    categories: tuple[Key, ...]
    modalities: tuple[Key, ...] = ()
    unit: Key | None = None
    currency: str | None = None
    pledged: Quantity | None = None
    committed: Ledgered
    delivered: Ledgered
    remaining: Ledgered | None = None
    smallest_share: Quantity | None = None
    largest_share: Quantity | None = None
    divisible: bool = True
    unit_cost: Money | None = None


class PublicOffer(EventModel):
    """A public offer at one version: it was opened. It is closed after `confirm_by` unless confirmed."""

    offer_id: UUID
    version: int
    status: PublicOfferStatus
    donor: Donor
    kind: Key
    texts: tuple[Text, ...]
    lines: tuple[PublicOfferLine, ...]
    eligibility: Eligibility
    applicants: tuple[Key, ...] = ()
    working_languages: tuple[Language, ...] = ()
    window: Window
    call: Window
    conditions: tuple[Key, ...] = ()
    per_state_ceiling: Ceiling | None = None
    delivery_model: Key
    opened_at: datetime
    confirm_by: date | None = None
    updated_at: datetime
    provenance: PublicProvenance = PublicProvenance()
