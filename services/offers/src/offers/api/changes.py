"""What every writing route has in common: who creates or changes which offer, and how the result is shown."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.api.dependencies import OffersParts, Wired
from offers.api.schemas.offer_view import OfferView
from offers.domain.identifiers import OfferId
from offers.domain.offer import Offer
from shared.http.etags import ExpectedVersion, VersionTag
from shared.http.idempotency import IdempotencyHeader
from shared.identity.dependencies import CurrentActor
from shared.service.changing import Change, Creation


@dataclass(frozen=True, kw_only=True)
class OfferChange(Change[OffersUnitOfWork, Offer, OfferView]):
    """One request to change one offer."""

    offer_id: OfferId
    wired: OffersParts


async def change_of(
    actor: CurrentActor, offer_id: UUID, version: ExpectedVersion, tag: VersionTag, wired: Wired
) -> OfferChange:
    """Read what every changing request says."""
    return OfferChange(
        version=version, actor=actor, tag=tag, wired=wired, show=OfferView.of, offer_id=OfferId(offer_id)
    )


async def creation_of(
    actor: CurrentActor, repeat: IdempotencyHeader, wired: Wired
) -> Creation[OffersUnitOfWork, Offer, OfferView]:
    """Read what every creating request says."""
    return Creation(Offer, "/v1/offers", actor, repeat, wired, OfferView.of)


ChangeRequest = Annotated[OfferChange, Depends(change_of)]
"""A route parameter of this type carries out a change."""

CreationRequest = Annotated[Creation[OffersUnitOfWork, Offer, OfferView], Depends(creation_of)]
"""A route parameter of this type carries out a creation."""
