"""The plans of a round as coordinators read them: who would get what from whom, and what that comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.api.schemas.candidate_view import NeedReference, OfferReference
from matcher.api.schemas.round_document import units
from matcher.domain.rounds.outcome import Allocation, Level, Outcome, Plan
from shared.http.documents import Part
from shared.measures import ExactNumber

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PlanRecords:
    """The needs and offers of all plans, by id, as lists show them, with their components and lines."""

    needs: Mapping[UUID, Row]
    offers: Mapping[UUID, Row]

    def part(self, record: Row | None, parts: str, key: str, part_id: UUID) -> Row:
        """Return one component or line of a record, empty where it is no longer there."""
        listed: Iterable[Row] = () if record is None else record[parts]
        return next((each for each in listed if each[key] == str(part_id)), dict[str, Any]())


def ids_in(outcome: Outcome) -> tuple[set[UUID], set[UUID]]:
    """Return the needs and the offers that any of the plans names."""
    every = [each for plan in (outcome.plan, outcome.greedy, *outcome.alternatives) for each in plan.allocations]
    return {each.need_id for each in every}, {each.offer_id for each in every}


class LevelView(Part):
    """One level: what the plan comes to, and between `reached` and `bound` what could not be ruled out.

    coverage, equity and regions are in millionths of a share, fit in thousandths of points, matches a count.
    """

    name: str
    value: int
    reached: int | None = Field(description="what the level had come to in its turn")
    bound: int | None = Field(description="what no plan can better that keeps the levels before")
    gap: int | None = Field(description="between `reached` and `bound`, thousandths, rounded up")
    tolerance: int | None = Field(description="what later levels might give up, thousandths")

    @classmethod
    def of(cls, level: Level) -> Self:
        """Show a level."""
        return cls.model_validate(level)


class AllocationView(BaseModel):
    """One match that the plan proposes; `quantity` null = the pair cannot be measured and is taken whole."""

    component_id: UUID
    line_id: UUID
    need: NeedReference | None
    offer: OfferReference | None
    category: str | None = Field(description="what the component asks for")
    quantity: ExactNumber | None = Field(description="in the line's unit")
    unit: str | None
    currency: str | None
    share: int = Field(description="of what the component still asks for, millionths")
    score: int

    @classmethod
    def of(cls, allocation: Allocation, records: PlanRecords) -> Self:
        """Show an allocation with its records."""
        need, offer = records.needs.get(allocation.need_id), records.offers.get(allocation.offer_id)
        line = records.part(offer, "lines", "line_id", allocation.line_id)
        component = records.part(need, "components", "component_id", allocation.component_id)
        return cls(
            component_id=allocation.component_id,
            line_id=allocation.line_id,
            need=None if need is None else NeedReference.of(need),
            offer=None if offer is None else OfferReference.of(offer),
            category=component.get("category"),
            quantity=units(allocation.quantity),
            unit=line.get("unit"),
            currency=line.get("currency"),
            share=allocation.share,
            score=allocation.score,
        )


class PlanView(BaseModel):
    """One plan; `name` is how an adoption calls it."""

    name: str
    levels: list[LevelView]
    allocations: list[AllocationView]

    @classmethod
    def of(cls, name: str, plan: Plan, records: PlanRecords) -> Self:
        """Show a plan."""
        return cls(
            name=name,
            levels=[LevelView.of(level) for level in plan.levels],
            allocations=[AllocationView.of(each, records) for each in plan.allocations],
        )
