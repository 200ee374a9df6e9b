"""What a new statement of an existing need has to keep to: the same lead, its own components, no past dates."""

from collections.abc import Iterator
from datetime import date

from needs.domain.details import NeedDetails
from needs.domain.rules.statement import statement_problems
from needs.domain.rules.timing import past_problems
from shared.errors import FieldProblem, InvalidInput
from shared.rules.reasons import reason_problems


def must_be_a_valid_amendment(
    details: NeedDetails, current: NeedDetails, *, today: date, circulated: bool, reason: str | None
) -> None:
    """Raise InvalidInput naming every problem of the amended statement and of its reason."""
    problems = [
        *statement_problems(details, today),
        *_identity_problems(details, current),
        *reason_problems(reason),
    ]
    if circulated:
        problems += _circulation_problems(details, current, today)
    if problems:
        raise InvalidInput(problems)


def _identity_problems(details: NeedDetails, current: NeedDetails) -> Iterator[FieldProblem]:
    lead = current.lead()
    if details.lead() not in {lead, None}:
        pointer = "/states/0" if details.group is None else "/group"
        detail = f"expected {lead}: the lead of a need stays; withdraw this need and register another"
        yield FieldProblem(pointer, detail, "not-allowed")
    own = {component.id for component in current.components}
    for place, component in enumerate(details.components):
        if component.id is not None and component.id not in own:
            detail = "expected the id of a component of this need, or none for a new component"
            yield FieldProblem(f"/components/{place}/id", detail, "unknown")


def _circulation_problems(details: NeedDetails, current: NeedDetails, today: date) -> Iterator[FieldProblem]:
    if not details.components:
        yield FieldProblem("/components", "expected at least one component in a circulated need", "required")
    already_past = set(past_problems(current, today))
    yield from (problem for problem in past_problems(details, today) if problem not in already_past)
