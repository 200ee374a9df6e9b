"""Changing needs: each route reads the request, calls one use case, and shows the result."""

from fastapi import Response
from pydantic import Field, StrictBool

from needs.api.changes import ChangeRequest, CreationRequest
from needs.api.schemas.need_document import AmendmentDocument, NeedDocument
from needs.api.schemas.need_view import NeedView
from needs.application.amend_need import AmendNeed, amend_need
from needs.application.close_need import CloseNeed, close_need
from needs.application.open_need import OpenNeed, open_need
from needs.application.reconfirm_need import ReconfirmNeed, reconfirm_need
from needs.application.register_need import RegisterNeed, register_need
from needs.application.withdraw_need import WithdrawNeed, withdraw_need
from shared.http.documents import Part, Reason
from shared.http.openapi import problem_responses
from shared.http.routing import service_router

router = service_router("/v1/needs", tag="needs", responses=problem_responses(409))


class Opening(Part):
    """The State's agreement to circulation (consent gate 1), and whether it insists on a vague need."""

    consent: StrictBool = Field(
        description="the State agrees that the need circulates as its visibility says (BMS7 101)"
    )
    insist: StrictBool = Field(default=False, description="circulate although the specificity score is low")


@router.post("", status_code=201, response_model=NeedView)
async def post_need(document: NeedDocument, creation: CreationRequest) -> Response:
    """Register a need as a draft. Only those who speak for it see it until it is opened."""
    return await creation.by(register_need, RegisterNeed(document.details()))


@router.put("/{need_id}")
async def put_need(document: AmendmentDocument, change: ChangeRequest) -> NeedView:
    """Amend a need: the document replaces the former one whole, and makes a new version."""
    command = AmendNeed(change.need_id, document.details(), change.version, document.reason)
    return await change.by(amend_need, command)


@router.post("/{need_id}/open")
async def post_opening(opening: Opening, change: ChangeRequest) -> NeedView:
    """Agree to circulation (consent gate 1): the need is shown as its visibility says, and matched."""
    consent, insist, stands_for = opening.consent, opening.insist, change.wired.stands_for
    return await change.by(open_need, OpenNeed(change.need_id, consent, insist, change.version, stands_for))


@router.post("/{need_id}/withdraw")
async def post_withdrawal(given: Reason, change: ChangeRequest) -> NeedView:
    """Take the need back, for a stated reason."""
    return await change.by(withdraw_need, WithdrawNeed(change.need_id, given.reason, change.version))


@router.post("/{need_id}/close")
async def post_closing(given: Reason, change: ChangeRequest) -> NeedView:
    """Declare the need fulfilled, for a stated reason."""
    return await change.by(close_need, CloseNeed(change.need_id, given.reason, change.version))


@router.post("/{need_id}/reconfirm")
async def post_reconfirmation(change: ChangeRequest) -> NeedView:
    """Say that the need still stands, which starts a new period."""
    return await change.by(reconfirm_need, ReconfirmNeed(change.need_id, change.version, change.wired.stands_for))
