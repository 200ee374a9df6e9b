"""What a plan of delivery and a report of it have to keep to; whoever breaks a rule is told the field."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from matcher.domain.amounts import ONE
from matcher.domain.matches.delivery import Delivery, DeliveryPlan, Indicator, Milestone
from matcher.domain.matches.line import LineKey, MatchLine
from shared.errors import FieldProblem, InvalidInput
from shared.rules.timing import day_problems


def planned_anew(plan: DeliveryPlan, former: DeliveryPlan, lines: Sequence[MatchLine]) -> DeliveryPlan:
    """Return the plan with what came of milestones reached before; InvalidInput naming all that cannot stand."""
    problems = [
        *_faults_of_milestones(plan.milestones, lines),
        *_changed(plan.milestones, former.milestones),
        *_faults_of_indicators(plan.indicators),
    ]
    if problems:
        raise InvalidInput(problems)
    kept = {place: each for place, each in enumerate(former.milestones) if each.actual is not None}
    milestones = tuple(kept.get(place, _to_come(each)) for place, each in enumerate(plan.milestones))
    return DeliveryPlan(milestones, tuple(replace(each, actual=None) for each in plan.indicators))


def must_be_deliverable(delivery: Delivery, plan: DeliveryPlan, lines: Sequence[MatchLine], today: date) -> None:
    """Raise InvalidInput, naming each field, unless this can have come under the match."""
    problems = list(_faults_of_delivery(delivery, plan, {line.key: line for line in lines}, today))
    if problems:
        raise InvalidInput(problems)


def _to_come(milestone: Milestone) -> Milestone:
    return replace(milestone, actual=None, delivered=0)


def _faults_of_milestones(milestones: Sequence[Milestone], lines: Sequence[MatchLine]) -> Iterator[FieldProblem]:
    covered = _coverage(lines)
    planned = Counter[UUID]()
    for place, each in enumerate(milestones):
        pointer = f"/milestones/{place}"
        if not each.title.strip():
            yield FieldProblem(f"{pointer}/title", "expected some words")
        yield from day_problems(f"{pointer}/planned", each.planned)
        if place and each.planned < milestones[place - 1].planned:
            yield FieldProblem(f"{pointer}/planned", "expected the milestones in the order of their days")
        if each.component_id is not None and each.component_id not in covered:
            yield FieldProblem(f"{pointer}/component_id", "is not a component of this match")
        elif each.quantity is not None:
            yield from _fault_of_quantity(pointer, each, covered, planned)


def _fault_of_quantity(
    pointer: str, milestone: Milestone, covered: dict[UUID, int | None], planned: Counter[UUID]
) -> Iterator[FieldProblem]:
    component, quantity = milestone.component_id, milestone.quantity or 0
    whole = None if component is None else covered[component]
    if component is None or whole is None:
        yield FieldProblem(f"{pointer}/quantity", "expected none: nothing here can be measured")
        return
    if quantity <= 0:
        yield FieldProblem(f"{pointer}/quantity", "expected more than 0")
    planned[component] += quantity
    if planned[component] > whole:
        left = _units(whole - planned[component] + quantity)
        yield FieldProblem(f"{pointer}/quantity", f"is more than the match covers; {left} is not planned yet")


def _coverage(lines: Sequence[MatchLine]) -> dict[UUID, int | None]:
    """Return how much of each component the match covers; None where a line of it cannot be measured."""
    found: dict[UUID, int | None] = {}
    for line in lines:
        if line.role == "provides":
            before = found.get(line.component_id, 0)
            found[line.component_id] = None if before is None or line.coverage is None else before + line.coverage
    return found


def _changed(milestones: Sequence[Milestone], former: Sequence[Milestone]) -> Iterator[FieldProblem]:
    for place, each in enumerate(former):
        if each.actual is None:
            continue
        anew = milestones[place] if place < len(milestones) else None
        if anew is None or _to_come(anew) != _to_come(each):
            detail = f"milestone {place + 1} was reached and stays as it is: {each.title}, {each.planned.isoformat()}"
            yield FieldProblem(f"/milestones/{place}", detail)


def _faults_of_indicators(indicators: Sequence[Indicator]) -> Iterator[FieldProblem]:
    names = [each.name.strip().casefold() for each in indicators]
    for place, name in enumerate(names):
        if not name:
            yield FieldProblem(f"/indicators/{place}/name", "expected some words")
        elif name in names[:place]:
            yield FieldProblem(f"/indicators/{place}/name", "stands in the plan already")


def _faults_of_delivery(
    delivery: Delivery, plan: DeliveryPlan, lines: dict[LineKey, MatchLine], today: date
) -> Iterator[FieldProblem]:
    yield from day_problems("/on", delivery.on)
    if delivery.on > today:
        yield FieldProblem("/on", f"lies ahead; today is {today.isoformat()}")
    if not delivery.lines:
        yield FieldProblem("/lines", "expected at least one line")
    if delivery.milestone is not None and not 1 <= delivery.milestone <= len(plan.milestones):
        yield FieldProblem("/milestone", f"expected the number of a milestone, 1 to {len(plan.milestones)}")
    seen: set[LineKey] = set()
    for place, part in enumerate(delivery.lines):
        key = (part.component_id, part.line_id)
        if key not in lines:
            yield FieldProblem(f"/lines/{place}", "is not a line of this match")
        elif key in seen:
            yield FieldProblem(f"/lines/{place}", "is named twice")
        else:
            yield from _fault_of_part(f"/lines/{place}/quantity", part.quantity, lines[key])
        seen.add(key)


def _fault_of_part(pointer: str, quantity: int | None, line: MatchLine) -> Iterator[FieldProblem]:
    if line.quantity is None:
        if quantity is not None:
            yield FieldProblem(pointer, "expected none: this line cannot be measured")
    elif quantity is None or quantity <= 0:
        yield FieldProblem(pointer, "expected how much has come, more than 0")
    elif quantity > line.quantity - line.delivered:
        left = _units(line.quantity - line.delivered)
        yield FieldProblem(pointer, f"is more than what is still to come: {left}")


def _units(thousandths: int) -> str:
    whole, rest = divmod(thousandths, ONE)
    return str(whole) if not rest else f"{whole}.{rest:03}".rstrip("0")
