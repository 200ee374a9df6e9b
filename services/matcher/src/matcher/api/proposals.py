"""Proposed matches, to be read by those whom they concern; deciding about them comes with the life of a match."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from matcher.adapters.proposals.queries import ProposalFilter, find_proposal, list_proposals
from matcher.api.dependencies import Reading
from matcher.api.schemas.proposal_view import ProposalView
from shared.http.etags import VersionTag
from shared.http.pages import Page, PageQuery

router = APIRouter(prefix="/v1/proposals", tags=["proposals"])


def proposal_filter(
    round_id: UUID | None = None, need_id: UUID | None = None, offer_id: UUID | None = None
) -> ProposalFilter:
    """Read the list's filters."""
    return ProposalFilter(round_id, need_id, offer_id)


@router.get("")
async def read_proposals(
    narrowed: Annotated[ProposalFilter, Depends(proposal_filter)], page: PageQuery, reader: Reading
) -> Page[ProposalView]:
    """List the proposals that concern you, oldest first: your State's, your organisation's, or all for coordinators."""
    found = await list_proposals(reader.session, narrowed, reader.actor, after=page.after_id, limit=page.fetch)
    return page.of(
        found,
        key=lambda each: (each.proposal.id,),
        show=lambda each: ProposalView.of(each, reader.actor, reader.language),
    )


@router.get("/{proposal_id}")
async def read_proposal(proposal_id: UUID, reader: Reading, tag: VersionTag) -> ProposalView:
    """Read one proposal."""
    found = await find_proposal(reader.session, proposal_id, reader.actor)
    tag.answer(found.proposal.version)
    return ProposalView.of(found, reader.actor, reader.language)
