"""What a new statement has to keep to."""

from datetime import date

from needs.domain.details import NeedDetails
from needs.domain.rules.statement import statement_problems
from shared.errors import FieldProblem, InvalidInput


def must_be_a_valid_registration(details: NeedDetails, today: date) -> str:
    """Return the lead of the need; raise InvalidInput naming every problem."""
    problems = list(statement_problems(details, today))
    problems += [
        FieldProblem(f"/components/{place}/id", "expected no id: Accord gives it", "not-allowed")
        for place, component in enumerate(details.components)
        if component.id is not None
    ]
    lead = details.lead()
    if problems or lead is None:
        raise InvalidInput(problems)
    return lead
