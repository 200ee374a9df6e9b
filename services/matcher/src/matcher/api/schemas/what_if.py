"""Candidates under other weights, each with where it stands under those in force."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from matcher.api.schemas.candidate_view import NeedCandidate, OfferCandidate
from matcher.domain.scoring import CRITERIA, ScoringProfile
from shared.http.pages import Page

ItemT = TypeVar("ItemT")


class Moved(BaseModel):
    """Where a candidate would stand, and where it stands now; ranks count what the reader may see."""

    rank: int
    rank_before: int
    score_before: int


class OfferWhatIf(Moved, OfferCandidate):
    """An offer that answers the need, as other weights would score it."""


class NeedWhatIf(Moved, NeedCandidate):
    """A need that the offer answers, as other weights would score it."""


class WhatIfPage(Page[ItemT], Generic[ItemT]):
    """Some candidates, best first under the other weights; nothing of it is stored."""

    weights: Mapping[str, int] = Field(description="the weights asked for, in thousandths")
    weights_in_force: Mapping[str, int]
    digest_in_force: str = Field(description="of the scoring profile in force")


def weights_of(profile: ScoringProfile) -> dict[str, int]:
    """Return the weights in the order in which criteria are told."""
    return {criterion: profile.weights[criterion] for criterion in CRITERIA}
