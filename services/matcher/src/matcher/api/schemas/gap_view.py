"""What blocks unanswered needs, and which changes would unlock most, as coordinators get it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from matcher.api.schemas.candidate_view import NeedReference, OfferReference
from matcher.api.schemas.remedy_view import RemedyView
from matcher.domain.remedies import Gaps, Unlock

Rows = Mapping[UUID, Mapping[str, Any]]


class BlockageView(BaseModel):
    """How many needs and components a hard condition keeps from having a candidate.

    Alone: lifting this one condition would be enough. In part: it stands before the pairs that come nearest.
    """

    model_config = ConfigDict(from_attributes=True)

    code: str
    needs_alone: int
    components_alone: int
    needs_in_part: int
    components_in_part: int


class UnlockView(BaseModel):
    """One change of one offer, and the needs each of which would then have it as a candidate; proved by matching.

    Capacity that is added would be enough for each need by itself, not for all of them.
    """

    offer: OfferReference
    change: RemedyView
    unlocked: int
    needs: list[NeedReference]

    @classmethod
    def of(cls, unlock: Unlock, offers: Rows, needs: Rows, language: str) -> Self:
        """Tell a change in a language."""
        return cls(
            offer=OfferReference.of(offers[unlock.before.offer_id]),
            change=RemedyView.of(unlock.change, language),
            unlocked=len(unlock.needs),
            needs=[NeedReference.of(needs[need_id]) for need_id in unlock.needs if need_id in needs],
        )


class GapsView(BaseModel):
    """Open needs without a candidate of the least score: what blocks them, and what would unlock most.

    Both summaries are over the `examined` needs, the most pressing first; that is all unless there are very many.
    """

    as_of: date
    unanswered: int
    components: int = Field(description="components of all unanswered needs")
    examined: int = Field(description="needs looked at: all, or as many as meet all offers in 100,000 meetings")
    offers: int = Field(description="offers that they were held against")
    by_condition: list[BlockageView]
    unlocks: list[UnlockView] = Field(description="the best ten, of each offer and kind of change the best one")
    unlocks_complete: bool = Field(description="false where the search was cut short and a better one may be missing")

    @classmethod
    def of(cls, found: Gaps, today: date, offers: Rows, needs: Rows, language: str) -> Self:
        """Tell what was found in a language."""
        return cls(
            as_of=today,
            unanswered=found.unanswered,
            components=found.components,
            examined=found.examined,
            offers=found.offers,
            by_condition=[BlockageView.model_validate(each) for each in found.by_condition],
            unlocks=[
                UnlockView.of(each, offers, needs, language) for each in found.unlocks if each.before.offer_id in offers
            ],
            unlocks_complete=found.unlocks_complete,
        )
