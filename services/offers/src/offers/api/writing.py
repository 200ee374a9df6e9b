"""Changing offers: each route reads the request, calls one use case, and shows the result."""

from fastapi import Response

from offers.api.changes import ChangeRequest, CreationRequest
from offers.api.schemas.offer_document import AmendmentDocument, OfferDocument
from offers.api.schemas.offer_view import OfferView
from offers.application.amend_offer import AmendOffer, amend_offer
from offers.application.close_offer import CloseOffer, close_offer
from offers.application.open_offer import OpenOffer, open_offer
from offers.application.pause_offer import PauseOffer, pause_offer
from offers.application.reconfirm_offer import ReconfirmOffer, reconfirm_offer
from offers.application.register_offer import RegisterOffer, register_offer
from offers.application.resume_offer import ResumeOffer, resume_offer
from shared.http.documents import Reason
from shared.http.openapi import problem_responses
from shared.http.routing import service_router

router = service_router("/v1/offers", tag="offers", responses=problem_responses(409))


@router.post("", status_code=201, response_model=OfferView)
async def post_offer(document: OfferDocument, creation: CreationRequest) -> Response:
    """Register an offer as a draft. Only its donor sees it until it is opened."""
    return await creation.by(register_offer, RegisterOffer(document.details()))


@router.put("/{offer_id}")
async def put_offer(document: AmendmentDocument, change: ChangeRequest) -> OfferView:
    """Amend an offer: the document replaces the former one whole, and makes a new version."""
    command = AmendOffer(change.offer_id, document.details(), change.version, document.reason)
    return await change.by(amend_offer, command)


@router.post("/{offer_id}/open")
async def post_opening(change: ChangeRequest) -> OfferView:
    """Let the offer stand: it is shown as its visibility says, and matched."""
    return await change.by(open_offer, OpenOffer(change.offer_id, change.version, change.wired.stands_for))


@router.post("/{offer_id}/reconfirm")
async def post_reconfirmation(change: ChangeRequest) -> OfferView:
    """Say that an open or paused offer still stands, so that it is not closed after `confirm_by`."""
    command = ReconfirmOffer(change.offer_id, change.version, change.wired.stands_for)
    return await change.by(reconfirm_offer, command)


@router.post("/{offer_id}/pause")
async def post_pause(given: Reason, change: ChangeRequest) -> OfferView:
    """Take no new matches, for a stated reason; what is reserved or committed stays so."""
    return await change.by(pause_offer, PauseOffer(change.offer_id, given.reason, change.version))


@router.post("/{offer_id}/resume")
async def post_resumption(change: ChangeRequest) -> OfferView:
    """Take matches again."""
    return await change.by(resume_offer, ResumeOffer(change.offer_id, change.version))


@router.post("/{offer_id}/close")
async def post_closing(given: Reason, change: ChangeRequest) -> OfferView:
    """End the offer for good, for a stated reason."""
    return await change.by(close_offer, CloseOffer(change.offer_id, given.reason, change.version))
