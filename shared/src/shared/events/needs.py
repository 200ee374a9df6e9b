"""The need as the other services may know it (topic accord.needs.v1).

Contacts, sites and stock figures are not part of it: ask the needs service, under the reader's own rights.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.events.model import EventModel, Key, Language, Provenance, State, Text, Window
from shared.measures import Ledgered, Money, Quantity

NeedStatus = Literal["draft", "open", "partly_covered", "covered", "closed"]
NeedVisibility = Literal["public", "donors", "coordinators"]


class NeedComponent(EventModel):
    """One thing asked for. `modalities` empty = the form of help was not said; `quantity` null = not said.

    `taken` = nobody said how much it is, and a match has taken it whole.
    """

    component_id: UUID
    category: Key
    modalities: tuple[Key, ...] = ()
    quantity: Quantity | None = None
    unit: Key | None = None
    estimated_cost: Money | None = None
    currency: str | None = None
    covered: Ledgered | None = None
    taken: bool = False


class NeedState(EventModel):
    """A need at one version: everything a matcher may use, nothing that identifies a person or a site.

    `statement` is the version at which its State last said something of its content, unlike what only moves its
    coverage; null = written before that was counted. It expires after `confirm_by` unless confirmed.
    """

    need_id: UUID
    version: int
    statement: int | None = None
    external_id: str | None = None
    status: NeedStatus
    closed_as: Literal["fulfilled", "withdrawn", "expired"] | None = None
    states: tuple[State, ...]
    group: Key | None = None
    texts: tuple[Text, ...]
    components: tuple[NeedComponent, ...]
    all_or_nothing: bool = False
    priority: int
    deadline: date | None = None
    window: Window
    shortest_useful_days: int
    working_languages: tuple[Language, ...] = ()
    life_cycle_stages: tuple[Key, ...] = ()
    new_technology: bool = False
    target_groups: tuple[Key, ...] = ()
    applicants: tuple[Key, ...]
    conditions_met: tuple[Key, ...] = ()
    has_authority: bool
    has_sustainability_plan: bool
    visibility: NeedVisibility
    specificity: int
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirm_by: date | None = None
    updated_at: datetime
    provenance: Provenance = Provenance()
