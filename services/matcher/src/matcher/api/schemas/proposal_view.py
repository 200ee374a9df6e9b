"""A proposal as its need's States, its offer's donor and coordinators read it."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.adapters.proposals.queries import ProposalFound
from matcher.api.schemas.adoption import ProposalLineView
from matcher.api.schemas.candidate_view import NeedReference, OfferReference
from matcher.api.schemas.explanation_view import ReasonView
from matcher.domain.proposals.proposal import Proposal
from shared.identity.actor import Actor

PLAIN = (
    "id",
    "version",
    "status",
    "need_version",
    "offer_version",
    "score",
    "profile_digest",
    "created_at",
    "updated_at",
)


class OriginView(BaseModel):
    """The plan that a proposal was taken over from; the digests name its inputs and its result."""

    round_id: UUID
    plan: str
    round_digest: str
    input_digest: str
    proposed_by: str

    @classmethod
    def of(cls, proposal: Proposal) -> Self:
        """Show where a proposal comes from."""
        return cls(**{name: getattr(proposal, name) for name in cls.model_fields})


class ProposalView(BaseModel):
    """A proposed match; it holds nothing. Its reasons are those of the day on which it was proposed."""

    id: UUID
    version: int
    status: str
    need: NeedReference
    offer: OfferReference
    need_version: int
    offer_version: int
    lines: list[ProposalLineView]
    score: int
    explanation: list[ReasonView]
    profile_digest: str
    origin: OriginView | None = Field(description="for coordinators")
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, found: ProposalFound, actor: Actor, language: str) -> Self:
        """Show a proposal to an actor in a language."""
        proposal = found.proposal
        return cls(
            **{name: getattr(proposal, name) for name in PLAIN},
            need=NeedReference.of(found.need),
            offer=OfferReference.of(found.offer),
            lines=[ProposalLineView.of(line) for line in proposal.lines],
            explanation=[ReasonView.of(item, language) for item in proposal.explanation],
            origin=OriginView.of(proposal) if actor.is_coordinator else None,
        )
