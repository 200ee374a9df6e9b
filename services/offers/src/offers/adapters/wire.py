"""The offer as other services may know it: no contact leaves through here."""

from collections.abc import Mapping

from offers.domain.events import (
    OfferAmended,
    OfferClosed,
    OfferEvent,
    OfferLedgerChanged,
    OfferOpened,
    OfferPaused,
    OfferReconfirmed,
    OfferRegistered,
    OfferReminded,
    OfferResumed,
)
from offers.domain.line import OfferLine
from offers.domain.offer import Offer
from shared.events import offers as wire
from shared.events.model import Ceiling, Provenance, Text, Window

HAPPENED: Mapping[type[OfferEvent], str] = {
    OfferRegistered: "registered",
    OfferAmended: "amended",
    OfferOpened: "opened",
    OfferPaused: "paused",
    OfferResumed: "resumed",
    OfferClosed: "closed",
    OfferReconfirmed: "reconfirmed",
    OfferReminded: "reminded",
    OfferLedgerChanged: "ledger_changed",
}
"""What each domain event is called in the history."""

EVENT_TYPES: Mapping[str, str] = {
    "amended": "org.accord.offer.amended.v1",
    "opened": "org.accord.offer.opened.v1",
    "paused": "org.accord.offer.paused.v1",
    "resumed": "org.accord.offer.resumed.v1",
    "closed": "org.accord.offer.closed.v1",
    "reconfirmed": "org.accord.offer.reconfirmed.v1",
    "reminded": "org.accord.offer.reminded.v1",
    "ledger_changed": "org.accord.offer.ledger_changed.v1",
}
"""What each is called on the bus; a draft's registration never travels."""

RESTATED = "org.accord.offer.restated.v1"


def state_of(offer: Offer) -> wire.OfferState:
    """Return the offer's published state at its present version."""
    ceiling = offer.per_state_ceiling
    return wire.OfferState(
        offer_id=offer.id,
        version=offer.version,
        statement=offer.statement,
        external_id=offer.external_id,
        status=offer.status,
        donor=wire.Donor.model_validate(offer.donor, from_attributes=True),
        texts=tuple(Text.model_validate(text, from_attributes=True) for text in offer.texts),
        lines=tuple(_line(line) for line in offer.lines),
        eligibility=wire.Eligibility.model_validate(offer.eligibility, from_attributes=True),
        applicants=offer.applicants,
        working_languages=offer.working_languages,  # pyright: ignore[reportArgumentType] (validated by the model)
        window=Window(start=offer.window.start, end=offer.window.end),
        call=Window(start=offer.call.start, end=offer.call.end),
        conditions=offer.conditions,
        per_state_ceiling=None if ceiling is None else Ceiling.model_validate(ceiling, from_attributes=True),
        delivery_model=offer.delivery_model,
        visibility=offer.visibility,
        opened_at=offer.opened_at,
        confirm_by=offer.confirm_by,
        updated_at=offer.updated_at,
        provenance=Provenance.model_validate(offer.provenance, from_attributes=True),
    )


def _line(line: OfferLine) -> wire.OfferLine:
    return wire.OfferLine(
        line_id=line.id,
        categories=line.categories,
        modalities=line.modalities,
        unit=line.unit,
        currency=line.currency,
        pledged=line.pledged,
        reserved=line.reserved,
        committed=line.committed,
        delivered=line.delivered,
        smallest_share=line.smallest_share,
        largest_share=line.largest_share,
        divisible=line.divisible,
        unit_cost=line.unit_cost,
    )
