"""The needs and offers of the saga's world: few, small and wanted by all, so that matches meet on each of them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from needs.domain.component import ComponentDetails
from needs.domain.details import NeedDetails
from needs.domain.institutions import Authority, Contact
from offers.domain.ceiling import Ceiling
from offers.domain.details import OfferDetails
from offers.domain.donor import Donor
from offers.domain.eligibility import Eligibility
from offers.domain.line import LineDetails
from shared.identity.actor import Actor, Role
from shared.statements.contacts import Contact as DonorContact
from shared.statements.texts import Text
from shared.statements.windows import Window

START: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""When the world begins."""

STATES: Final = ("KEN", "UGA", "KEN")
"""Whose the needs are; two are of one State, which a ceiling counts together."""

DONORS: Final = ("marking_fund", "north_donor", "advice_desk")
COORDINATORS: Final = tuple(Actor(subject=f"desk-{each}", role=Role.COORDINATOR) for each in ("one", "two"))
"""Two people who decide about the same matches without asking each other."""


def recipient(state: str) -> Actor:
    """Return who speaks for a State."""
    return Actor(subject=f"npc-{state}", role=Role.RECIPIENT, state=state)


def donor(organisation: str) -> Actor:
    """Return who speaks for a donor."""
    return Actor(subject=f"desk-{organisation}", role=Role.DONOR, organisation=organisation)


def machines_wanted(state: str, quantity: int, *, advice: bool = False) -> NeedDetails:
    """Return a State's need of so many marking machines, and of advice of which nobody says how much if `advice`."""
    marking = ComponentDetails(
        category="marking",
        modalities=("equipment",),
        quantity=Decimal(quantity),
        unit="machine",
        description="Machines that mark the rifles of the national police by laser.",
    )
    law = ComponentDetails(category="legislation", modalities=("technical_advice",), description="Review of the law.")
    return NeedDetails(
        states=(state,),
        texts=(Text("en", "Marking of police firearms", "The national police hold rifles without import marks."),),
        components=(marking, law) if advice else (marking,),
        priority=4,
        window=Window(date(2026, 6, 1), date(2028, 11, 30)),
        working_languages=("en",),
        authority=Authority("Firearms Licensing Board"),
        contact=Contact("National point of contact", email="npc@example.org", is_national_point_of_contact=True),
    )


def machines_offered(
    organisation: str, pledged: int, *, divisible: bool = True, ceiling: int | None = None, advice: bool = False
) -> OfferDetails:
    """Return a donor's offer of so many machines, at most `ceiling` a State, and of advice without end if `advice`."""
    machines = LineDetails(
        categories=("marking",),
        modalities=("equipment",),
        unit="machine",
        pledged=Decimal(pledged),
        divisible=divisible,
    )
    law = LineDetails(categories=("legislation",), modalities=("technical_advice",))
    return OfferDetails(
        external_id=None,
        donor=Donor(organisation, organisation.replace("_", " ").title(), "multi_donor_fund"),
        texts=(Text("en", "Marking machines", "Machines for national marking programmes."),),
        lines=(machines, law) if advice else (machines,),
        eligibility=Eligibility(everyone=True),
        working_languages=("en",),
        window=Window(date(2026, 4, 1), date(2029, 3, 31)),
        per_state_ceiling=None if ceiling is None else Ceiling(Decimal(ceiling), "machine", None),
        delivery_model="own_delivery",
        visibility="recipients",
        contact=DonorContact("Programme desk", "desk@example.org", "+41 22 000 00 00"),
    )
