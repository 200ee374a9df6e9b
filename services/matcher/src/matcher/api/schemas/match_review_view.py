"""What a coordinator has to look at before it endorses, and what a side said when it could not hold a match."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.adapters.activities.evidence import EvidenceOnNeed
from matcher.api.schemas.adoption import RefusedPairView
from matcher.api.schemas.evidence_view import EvidenceView, evidence_view
from matcher.api.schemas.flag_view import FlagView
from matcher.api.schemas.round_view import sentence
from matcher.application.matches.review_match import Review
from matcher.domain.matches.facets import MatchFacet
from matcher.domain.matches.review import AcknowledgedFlag
from shared.http.documents import Part
from shared.measures import ExactNumber
from shared.vocabulary import load_vocabulary


class AcknowledgedView(FlagView):
    """A flag as it stood when the endorsing coordinator acknowledged it."""

    at: datetime

    @classmethod
    def of_acknowledged(cls, acknowledged: AcknowledgedFlag, language: str) -> Self:
        """Tell an acknowledged flag in a language."""
        return cls.of(acknowledged.flag, language, at=acknowledged.at)


class InterestView(Part):
    """A coordinator's declared interest in a match; who it is stays with Accord."""

    organisation: str | None
    at: datetime
    text: str


class ShortfallView(BaseModel):
    """Why a line or a component could not be held, and what remains there; null = not known or not measured."""

    code: str
    title: str = Field(description="in the reader's language")
    side: str | None = Field(default=None, description="needs or offers: which of them could not hold it")
    record_id: UUID
    part_id: UUID | None = None
    component_id: UUID | None = None
    state: str | None = None
    asked: ExactNumber | None = None
    remaining: ExactNumber | None = None
    unit: str | None = None
    currency: str | None = None

    @classmethod
    def of(cls, shortfall: Mapping[str, Any], language: str) -> Self:
        """Show a shortfall as the side told it."""
        listed = load_vocabulary().shortfalls.get(shortfall["code"])
        title = shortfall["code"] if listed is None else listed.titles[language]
        known = {name: value for name, value in shortfall.items() if name in cls.model_fields}
        return cls.model_validate(known | {"title": title})


class FacetView(BaseModel):
    """One of the four facets of BMS7 97, with its figures and as a sentence."""

    facet: str = Field(description="adequate, measurable, sustainable or timely")
    message_key: str
    facts: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, facet: MatchFacet, language: str) -> Self:
        """Tell a facet in a language."""
        facts = dict(facet.facts)
        told = sentence(facet.message_key, facts, language)
        return cls(facet=facet.facet, message_key=facet.message_key, facts=facts, sentence=told)


class ReviewView(BaseModel):
    """What there is to know before a match is decided about; evidence is never a verdict."""

    match_id: UUID
    version: int
    flags: list[FlagView] = Field(description="to be acknowledged by their codes when endorsing")
    objections: list[RefusedPairView] = Field(description="what stands against a proposed match today")
    interests: list[str] = Field(description="yours: own_organisation, own_group, declared; empty = you may decide")
    evidence: list[EvidenceView] = Field(description="overlapping needs and running activities, strongest first")

    @classmethod
    def of(cls, review: Review, found: EvidenceOnNeed, language: str) -> Self:
        """Tell a review in a language."""
        return cls(
            match_id=review.match.id,
            version=review.match.version,
            flags=[FlagView.of(flag, language) for flag in review.flags],
            objections=[RefusedPairView.of(each, language) for each in review.objections],
            interests=list(review.interests),
            evidence=[evidence_view(each, found.needs, found.activities, language) for each in found.items],
        )
