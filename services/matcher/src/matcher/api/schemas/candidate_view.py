"""Candidates and near misses as readers get them."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.api.schemas.explanation_view import FailedConditionView, ReasonView
from matcher.domain.near_misses import NearMiss

SEARCHED = 100
"""How many near misses are worked out, so that enough are left when those the reader may not see are dropped."""


class NeedReference(BaseModel):
    """A need, by what a list shows of it; `title` is in its author's language."""

    id: UUID
    external_id: str | None
    title: str | None = Field(description="null, and so is the number: of an ended match, of a record not shown to you")
    states: tuple[str, ...]
    group: str | None
    historic_example: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Show the need of a row."""
        return cls(id=row["need_id"], **{name: row[name] for name in cls.model_fields if name != "id"})


class OfferReference(BaseModel):
    """An offer, by what a list shows of it; `title` is in its author's language."""

    id: UUID
    external_id: str | None
    title: str | None = Field(description="null, and so is the number: of an ended match, of a record not shown to you")
    organisation: str
    donor_name: str
    historic_example: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Show the offer of a row."""
        return cls(id=row["offer_id"], **{name: row[name] for name in cls.model_fields if name != "id"})


class PairView(BaseModel):
    """One component that one line answers; `takeable_thousandths` null = the pair is unquantified."""

    component_id: UUID
    line_id: UUID
    score: int
    takeable_thousandths: int | None = Field(description="in thousandths of the line's unit")
    explanation: list[ReasonView]


class Found(BaseModel):
    """What was found between a need and an offer: the score is the sum of the explanation's contributions."""

    score: int = Field(description="0 to 1000")
    explanation: list[ReasonView]
    pairs: list[PairView]
    need_version: int
    offer_version: int
    profile_digest: str = Field(description="SHA-256 of the scoring profile used")


class OfferCandidate(Found):
    """An offer that answers the need."""

    offer: OfferReference


class NeedCandidate(Found):
    """A need that the offer answers."""

    need: NeedReference


class NearMissView(BaseModel):
    """What stands between two sides that nearly match, for their nearest pair; `score` is what they would get."""

    score: int
    component_id: UUID
    line_id: UUID
    failed: list[FailedConditionView]


class OfferNearMiss(NearMissView):
    """An offer that nearly answers the need."""

    offer: OfferReference


class NeedNearMiss(NearMissView):
    """A need that the offer nearly answers."""

    need: NeedReference


def found_fields(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return the fields of Found from a stored candidate, told in a language."""
    pairs = [
        pair | {"explanation": [ReasonView.of(item, language) for item in pair["explanation"]]} for pair in row["pairs"]
    ]
    return {
        "score": row["score"],
        "explanation": [ReasonView.of(item, language) for item in row["explanation"]],
        "pairs": pairs,
        "need_version": row["need_version"],
        "offer_version": row["offer_version"],
        "profile_digest": row["profile_digest"],
    }


def near_miss_fields(miss: NearMiss, language: str) -> dict[str, Any]:
    """Return the fields of NearMissView, told in a language."""
    return {
        "score": miss.score,
        "component_id": miss.component_id,
        "line_id": miss.line_id,
        "failed": [FailedConditionView.of(verdict, language) for verdict in miss.failed],
    }
