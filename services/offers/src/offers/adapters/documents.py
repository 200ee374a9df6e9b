"""The offer's whole content as a JSON document, as history keeps it."""

from typing import Any

from pydantic import TypeAdapter

from offers.domain.details import OfferDetails
from offers.domain.offer import Offer

_DETAILS: TypeAdapter[OfferDetails] = TypeAdapter(OfferDetails)


def document_of(offer: Offer) -> dict[str, Any]:
    """Return what the donor said at this version, with its status; amounts are decimal strings."""
    details: dict[str, Any] = _DETAILS.dump_python(offer.details(), mode="json")
    return details | {"status": offer.status}
