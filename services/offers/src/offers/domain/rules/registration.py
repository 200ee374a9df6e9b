"""What a new statement has to keep to."""

from offers.domain.details import OfferDetails
from offers.domain.rules.statement import statement_problems
from shared.errors import FieldProblem, InvalidInput


def must_be_a_valid_registration(details: OfferDetails) -> None:
    """Raise InvalidInput naming every problem."""
    problems = list(statement_problems(details))
    problems += [
        FieldProblem(f"/lines/{place}/id", "expected no id: Accord gives it", "not-allowed")
        for place, line in enumerate(details.lines)
        if line.id is not None
    ]
    if problems:
        raise InvalidInput(problems)
