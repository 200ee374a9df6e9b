"""Needs and offers as they are published, and the records that carry them; each need matches each offer at first."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.events.envelope import Envelope
from shared.events.model import Text, Window
from shared.events.needs import NeedComponent, NeedState
from shared.events.offers import Donor, Eligibility, OfferLine, OfferState
from shared.identifiers import new_id
from shared.messaging.bus import IncomingRecord, OutgoingRecord, Partition

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
State = NeedState | OfferState


def need_id(number: int) -> UUID:
    return UUID(int=(1 << 64) + number)


def offer_id(number: int) -> UUID:
    return UUID(int=(2 << 64) + number)


def need_state(number: int = 1, version: int = 1, **changes: Any) -> NeedState:
    """Return an open need of Burkina Faso for four marking machines."""
    machines = NeedComponent(
        component_id=UUID(int=(3 << 64) + number),
        category="marking",
        modalities=("equipment",),
        quantity=Decimal(4),
        unit="machine",
        covered=Decimal(0),
    )
    state = NeedState(
        need_id=need_id(number),
        version=version,
        external_id=f"N-{number:03}",
        status="open",
        states=("BFA",),
        texts=(Text(language="fr", title=f"Machines à marquer {number}"),),
        components=(machines,),
        priority=3,
        window=Window(start=date(2026, 4, 1), end=date(2027, 3, 31)),
        shortest_useful_days=30,
        working_languages=("fr",),
        applicants=("state",),
        has_authority=True,
        has_sustainability_plan=False,
        visibility="public",
        specificity=60,
        opened_at=NOW,
        updated_at=NOW,
    )
    return state.model_copy(update=changes)


def offer_state(number: int = 1, version: int = 1, **changes: Any) -> OfferState:
    """Return an open offer of the donor `eu` of ten marking machines to all States."""
    none = Decimal(0)
    machines = OfferLine(
        line_id=UUID(int=(4 << 64) + number),
        categories=("marking",),
        modalities=("equipment",),
        unit="machine",
        pledged=Decimal(10),
        reserved=none,
        committed=none,
        delivered=none,
    )
    state = OfferState(
        offer_id=offer_id(number),
        version=version,
        external_id=f"O-{number:03}",
        status="open",
        donor=Donor(organisation="eu", name="European Union", kind="regional_organisation"),
        texts=(Text(language="en", title=f"Marking machines {number}"),),
        lines=(machines,),
        eligibility=Eligibility(everyone=True),
        working_languages=("en", "fr"),
        window=Window(start=date(2026, 1, 1), end=date(2028, 12, 31)),
        call=Window(),
        delivery_model="own_delivery",
        visibility="public",
        opened_at=NOW,
        updated_at=NOW,
    )
    return state.model_copy(update=changes)


def event_of(state: State, happened: str = "amended") -> Envelope:
    """Return the event that states it; each call makes another event."""
    kind, identifier = ("need", state.need_id) if isinstance(state, NeedState) else ("offer", state.offer_id)
    return Envelope(
        id=new_id(),
        type=f"org.accord.{kind}.{happened}.v1",
        source=f"/accord/{kind}s",
        subject=str(identifier),
        time=NOW,
        version=state.version,
        data=state,
    )


def sent(event: Envelope) -> OutgoingRecord:
    """Return the event as the relay sends it."""
    return OutgoingRecord(event.topic, event.subject, event.payload(), _bytes(event.headers()))


def received(event: Envelope, offset: int = 0) -> IncomingRecord:
    """Return the event as a consumer gets it."""
    record = sent(event)
    where = Partition(record.topic, 0)
    return IncomingRecord(where, offset, record.key.encode(), record.value, record.headers, NOW.timestamp())


def _bytes(headers: Mapping[str, str]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, value.encode()) for name, value in headers.items())
