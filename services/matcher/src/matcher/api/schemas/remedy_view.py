"""What would have to change for a match, as readers get it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.api.schemas.candidate_view import NeedReference, OfferReference
from matcher.api.schemas.explanation_view import FailedConditionView
from matcher.domain.remedies import Counterfactual, Nearest, Remedy
from matcher.domain.sentences import tell
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary


class RemedyView(BaseModel):
    """One change: who would make it, of what, and by how much; the sentence tells all of it."""

    who: str = Field(description="state, donor, either, or wait where time alone does it")
    what: str
    days: int | None = Field(description="the days by which something moves, or to wait")
    quantity: int | None = Field(description="the difference, in thousandths of the unit or currency")
    unit: str | None
    currency: str | None
    names: tuple[str, ...] = Field(description="keys of the States, categories, forms or kinds concerned")
    message_key: str
    facts: dict[str, Any]
    sentence: str

    @classmethod
    def of(cls, change: Remedy, language: str) -> Self:
        """Tell a change in a language."""
        told = change.difference
        return cls(
            who=change.who.value,
            what=change.what,
            days=told.days,
            quantity=told.quantity,
            unit=told.unit,
            currency=told.currency,
            names=told.names,
            message_key=change.message_key,
            facts=change.facts,
            sentence=tell(change.message_key, change.facts, language, load_vocabulary(), load_geography()),
        )


class CounterfactualView(BaseModel):
    """Changes that together are enough: applied to copies and matched again, they gave this score."""

    changes: list[RemedyView]
    proved_score: int = Field(description="0 to 1000; found by matching the changed copies")

    @classmethod
    def of(cls, found: Counterfactual, language: str) -> Self:
        """Tell a counterfactual in a language."""
        return cls(changes=[RemedyView.of(change, language) for change in found.changes], proved_score=found.score)


class NearestView(CounterfactualView):
    """A counterpart that does not match, why, and the least that would have to change."""

    component_id: UUID
    line_id: UUID
    failed: list[FailedConditionView]
    instead: CounterfactualView | None = Field(description="what another side could do instead, where it could")


class NearestOffer(NearestView):
    """An offer that nearly answers the need."""

    offer: OfferReference


class NearestNeed(NearestView):
    """A need that the offer nearly answers."""

    need: NeedReference


class Standing(BaseModel):
    """How a record stands today, by the candidates that the reader may know of."""

    as_of: date
    candidates: int
    best_score: int | None

    @classmethod
    def fields(cls, row: Mapping[str, Any], today: date) -> dict[str, Any]:
        """Return the fields from a row."""
        return {"as_of": today, "candidates": row["candidates"], "best_score": row["best_score"]}


class UnmatchedNeed(Standing):
    """A need, and the offers that come nearest to answering it, nearest first."""

    need: NeedReference
    nearest: list[NearestOffer]


class IdleOffer(Standing):
    """An offer, and the needs that it comes nearest to answering, nearest first."""

    offer: OfferReference
    nearest: list[NearestNeed]


def nearest_fields(each: Nearest, language: str) -> dict[str, Any]:
    """Return the fields of NearestView, told in a language."""
    found = each.found
    return {
        "component_id": found.before.component_id,
        "line_id": found.before.line_id,
        "failed": [FailedConditionView.of(verdict, language) for verdict in found.failed],
        "changes": [RemedyView.of(change, language) for change in found.changes],
        "proved_score": found.score,
        "instead": each.instead and CounterfactualView.of(each.instead, language),
    }


def nearest_offers_view(
    found: Sequence[Nearest], seen: Mapping[UUID, Mapping[str, Any]], language: str
) -> list[NearestOffer]:
    """Tell those whose offer is among the rows that the reader may see."""
    return [
        NearestOffer(offer=OfferReference.of(seen[each.offer_id]), **nearest_fields(each, language))
        for each in found
        if each.offer_id in seen
    ]


def nearest_needs_view(
    found: Sequence[Nearest], seen: Mapping[UUID, Mapping[str, Any]], language: str
) -> list[NearestNeed]:
    """Tell those whose need is among the rows that the reader may see."""
    return [
        NearestNeed(need=NeedReference.of(seen[each.need_id]), **nearest_fields(each, language))
        for each in found
        if each.need_id in seen
    ]
