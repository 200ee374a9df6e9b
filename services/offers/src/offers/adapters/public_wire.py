"""The offer as anybody may know it, for readers outside Accord: what is public by the rule of HTTP, and less of it."""

from typing import Any

from offers.adapters import tables
from offers.domain.ledger import remaining
from offers.domain.line import OfferLine
from offers.domain.offer import Offer
from offers.domain.rights import may_see
from shared.events import public as wire
from shared.events.model import Ceiling, Text, Window
from shared.events.offers import Donor, Eligibility
from shared.identity.actor import Actor, Role
from shared.persistence.publicity import Publicity

ANYBODY = Actor("anybody", Role.OBSERVER)
"""A reader with no claim of its own."""


def is_public(offer: Offer) -> bool:
    """Answer whether anybody may know of the offer."""
    return offer.opened_at is not None and may_see(offer, ANYBODY)


def public_state_of(offer: Offer) -> wire.PublicOffer | None:
    """Return the offer's public state at its present version, or None where it has none."""
    if not is_public(offer):
        return None
    ceiling = offer.per_state_ceiling
    stated: dict[str, Any] = {
        "offer_id": offer.id,
        "donor": Donor.model_validate(offer.donor, from_attributes=True),
        "texts": tuple(Text.model_validate(text, from_attributes=True) for text in offer.texts),
        "lines": tuple(_line(line) for line in offer.lines),
        "eligibility": Eligibility.model_validate(offer.eligibility, from_attributes=True),
        "window": Window(start=offer.window.start, end=offer.window.end),
        "call": Window(start=offer.call.start, end=offer.call.end),
        "per_state_ceiling": None if ceiling is None else Ceiling.model_validate(ceiling, from_attributes=True),
        "provenance": wire.PublicProvenance.model_validate(offer.provenance, from_attributes=True),
    }
    plain = wire.PublicOffer.model_fields.keys() - stated.keys()
    return wire.PublicOffer.model_validate(stated | {name: getattr(offer, name) for name in plain})


def _line(line: OfferLine) -> wire.PublicOfferLine:
    stated: dict[str, Any] = {"line_id": line.id, "remaining": remaining(line)}
    plain = wire.PublicOfferLine.model_fields.keys() - stated.keys()
    return wire.PublicOfferLine.model_validate(stated | {name: getattr(line, name) for name in plain})


PUBLICITY = Publicity[Offer](
    source="/accord/offers",
    history=tables.offer_versions,
    outbox=tables.outbox,
    published="org.accord.offer.published.v1",
    unpublished="org.accord.offer.unpublished.v1",
    state_of=public_state_of,
    ends_in_public=lambda _offer: True,
)
"""How offers are told to anybody; a closed offer stays public, as closed."""
