"""What an evaluation has to say: an actual value for every indicator of the plan, and a mark for every facet."""

from collections.abc import Iterator
from typing import Final

from matcher.domain.matches.delivery import DeliveryPlan
from matcher.domain.matches.evaluation import FACETS, Evaluation
from shared.errors import FieldProblem, InvalidInput

LOWEST, HIGHEST = 1, 5
LONGEST_LESSONS: Final = 4000


def must_be_an_evaluation(evaluation: Evaluation, plan: DeliveryPlan) -> None:
    """Raise InvalidInput, naming each field, unless the evaluation is whole."""
    problems = [*_faults_of_indicators(evaluation, plan), *_faults_of_ratings(evaluation)]
    if len(evaluation.lessons) > LONGEST_LESSONS:
        problems.append(FieldProblem("/lessons", f"expected at most {LONGEST_LESSONS} characters"))
    if problems:
        raise InvalidInput(problems)


def _faults_of_indicators(evaluation: Evaluation, plan: DeliveryPlan) -> Iterator[FieldProblem]:
    named = [each.name for each in evaluation.indicators]
    for place, each in enumerate(evaluation.indicators):
        if each.actual is None:
            yield FieldProblem(f"/indicators/{place}/actual", "expected what was found")
        if each.name in named[:place]:
            yield FieldProblem(f"/indicators/{place}/name", "is named twice")
    missing = [each.name for each in plan.indicators if each.name not in named]
    if missing:
        yield FieldProblem("/indicators", f"expected every indicator of the plan; missing: {', '.join(missing)}")


def _faults_of_ratings(evaluation: Evaluation) -> Iterator[FieldProblem]:
    rated = [each.facet for each in evaluation.ratings]
    for place, each in enumerate(evaluation.ratings):
        if each.facet not in FACETS:
            yield FieldProblem(f"/ratings/{place}/facet", f"expected one of {', '.join(FACETS)}")
        elif each.facet in rated[:place]:
            yield FieldProblem(f"/ratings/{place}/facet", "is rated twice")
        if not LOWEST <= each.mark <= HIGHEST:
            yield FieldProblem(f"/ratings/{place}/mark", f"expected {LOWEST} to {HIGHEST}")
    missing = [facet for facet in FACETS if facet not in rated]
    if missing:
        yield FieldProblem("/ratings", f"expected every facet; missing: {', '.join(missing)}")
