"""Delivery and evaluation of a match, as they are sent and as they are shown; quantities in the unit itself."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field, StrictInt

from matcher.api.schemas.match_parties import PartyView
from matcher.api.schemas.round_document import PairDocument, units
from matcher.domain.amounts import thousandths
from matcher.domain.matches.delivery import DeliveredLine, Delivery, DeliveryPlan, Indicator, Milestone
from matcher.domain.matches.evaluation import Evaluation, Rating
from shared.http.documents import Day, Part
from shared.measures import ExactNumber, Ledgered, Quantity


class MilestoneDocument(Part):
    """A step of delivery; a quantity counts in the unit of the component's line."""

    title: str
    planned: Day
    component_id: UUID | None = None
    quantity: Quantity | None = None

    def milestone(self) -> Milestone:
        """Return the step, not reached yet."""
        return Milestone(self.title, self.planned, self.component_id, _thousandths(self.quantity))


class IndicatorDocument(Part):
    """What success is measured by, from a baseline to a target."""

    name: str
    unit: str
    baseline: ExactNumber
    target: ExactNumber

    def indicator(self) -> Indicator:
        """Return the indicator, not measured yet."""
        return Indicator(self.name, self.unit, self.baseline, self.target)


class DeliveryPlanDocument(Part):
    """The whole plan: milestones that were reached stay as they are, the others and the indicators are set anew."""

    milestones: tuple[MilestoneDocument, ...] = ()
    indicators: tuple[IndicatorDocument, ...] = ()

    def plan(self) -> DeliveryPlan:
        """Return the plan."""
        milestones = tuple(each.milestone() for each in self.milestones)
        return DeliveryPlan(milestones, tuple(each.indicator() for each in self.indicators))


class DeliveredLineDocument(PairDocument):
    """How much of a line came; null where the line cannot be measured."""

    quantity: Quantity | None = None

    def line(self) -> DeliveredLine:
        """Return what came of the line, in thousandths."""
        return DeliveredLine(self.component_id, self.line_id, _thousandths(self.quantity))


class DeliveryDocument(Part):
    """What has come on a day; `milestone` is that of the plan, counted from 1."""

    on: Day
    lines: tuple[DeliveredLineDocument, ...]
    milestone: StrictInt | None = None
    note: str = ""

    def delivered(self) -> tuple[DeliveredLine, ...]:
        """Return what came of each line."""
        return tuple(line.line() for line in self.lines)


class MeasuredDocument(IndicatorDocument):
    """An indicator with its actual value."""

    actual: ExactNumber

    def indicator(self) -> Indicator:
        """Return the indicator as it was measured."""
        return Indicator(self.name, self.unit, self.baseline, self.target, self.actual)


class RatingDocument(Part):
    """A facet of BMS7 97 and its mark."""

    facet: str = Field(description="adequate, measurable, sustainable or timely")
    mark: StrictInt = Field(description="1 (not at all) to 5 (fully)")
    comment: str = ""


class EvaluationDocument(Part):
    """The State's evaluation (consent gate 3): every indicator of the plan measured, every facet rated once."""

    indicators: tuple[MeasuredDocument, ...] = ()
    ratings: tuple[RatingDocument, ...]
    lessons: str = ""

    def measured(self) -> tuple[Indicator, ...]:
        """Return the indicators."""
        return tuple(each.indicator() for each in self.indicators)

    def rated(self) -> tuple[Rating, ...]:
        """Return the ratings."""
        return tuple(Rating(each.facet, each.mark, each.comment) for each in self.ratings)


class MilestoneView(Part):
    """A step of delivery and what came of it; `actual` null = not reached yet."""

    title: str
    planned: date
    component_id: UUID | None
    quantity: ExactNumber | None
    actual: date | None
    delivered: Ledgered

    @classmethod
    def of(cls, milestone: Milestone) -> Self:
        """Show a milestone."""
        figures = {"quantity": units(milestone.quantity), "delivered": units(milestone.delivered)}
        return cls.showing(milestone, figures)


class IndicatorView(Part):
    """What success is measured by, and what was found; null = not measured yet."""

    name: str
    unit: str
    baseline: ExactNumber
    target: ExactNumber
    actual: ExactNumber | None


class DeliveryPlanView(BaseModel):
    """The plan, in the order of days."""

    milestones: list[MilestoneView]
    indicators: list[IndicatorView]

    @classmethod
    def of(cls, plan: DeliveryPlan) -> Self:
        """Show a plan."""
        indicators = [IndicatorView.model_validate(each) for each in plan.indicators]
        return cls(milestones=[MilestoneView.of(each) for each in plan.milestones], indicators=indicators)


class DeliveredLineView(PairDocument):
    """How much of a line came; null = it cannot be measured."""

    quantity: ExactNumber | None


class DeliveryView(BaseModel):
    """What a party said has come; its note is for the parties and coordinators."""

    on: date
    at: datetime
    reported_by: PartyView
    milestone: int | None
    note: str | None
    lines: list[DeliveredLineView]

    @classmethod
    def of(cls, delivery: Delivery, *, whole: bool) -> Self:
        """Show a delivery; `whole` = with its note."""
        lines = [DeliveredLineView.showing(line, {"quantity": units(line.quantity)}) for line in delivery.lines]
        return cls(
            on=delivery.on,
            at=delivery.at,
            reported_by=PartyView.of(delivery.reported_by),
            milestone=delivery.milestone,
            note=delivery.note if whole else None,
            lines=lines,
        )


class RatingView(Part):
    """A facet's mark; its comment is for the parties and coordinators."""

    facet: str
    mark: int
    comment: str | None


class EvaluationView(BaseModel):
    """The State's evaluation; what it says in words is for the parties and coordinators."""

    at: datetime
    indicators: list[IndicatorView]
    ratings: list[RatingView]
    lessons: str | None

    @classmethod
    def of(cls, evaluation: Evaluation, *, whole: bool) -> Self:
        """Show an evaluation; `whole` = with its words."""
        ratings = [
            RatingView(facet=each.facet, mark=each.mark, comment=each.comment if whole else None)
            for each in evaluation.ratings
        ]
        indicators = [IndicatorView.model_validate(each) for each in evaluation.indicators]
        lessons = evaluation.lessons if whole else None
        return cls(at=evaluation.at, indicators=indicators, ratings=ratings, lessons=lessons)


def _thousandths(quantity: Quantity | None) -> int | None:
    return None if quantity is None else thousandths(quantity)
