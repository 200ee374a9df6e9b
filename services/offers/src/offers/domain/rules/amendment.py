"""What a new statement of an existing offer has to keep to: the same donor, its own lines, no newly past dates."""

from collections.abc import Iterator
from datetime import date

from offers.domain.details import OfferDetails
from offers.domain.rules.statement import statement_problems
from offers.domain.rules.timing import past_problems
from shared.errors import FieldProblem, InvalidInput
from shared.rules.reasons import reason_problems


def must_be_a_valid_amendment(
    details: OfferDetails, current: OfferDetails, *, today: date, stands: bool, reason: str | None
) -> None:
    """Raise InvalidInput naming every problem of the amended statement and of its reason."""
    problems = [
        *statement_problems(details),
        *_identity_problems(details, current),
        *reason_problems(reason),
    ]
    if stands:
        problems += _newly_past_problems(details, current, today)
    if problems:
        raise InvalidInput(problems)


def _identity_problems(details: OfferDetails, current: OfferDetails) -> Iterator[FieldProblem]:
    donor = current.donor.organisation
    if details.donor.organisation != donor:
        detail = f"expected {donor}: the donor of an offer stays; close this offer and register another"
        yield FieldProblem("/donor/organisation", detail, "not-allowed")
    own = {line.id for line in current.lines}
    for place, line in enumerate(details.lines):
        if line.id is not None and line.id not in own:
            detail = "expected the id of a line of this offer, or none for a new line"
            yield FieldProblem(f"/lines/{place}/id", detail, "unknown")


def _newly_past_problems(details: OfferDetails, current: OfferDetails, today: date) -> Iterator[FieldProblem]:
    already_past = set(past_problems(current.window, current.call, today))
    for problem in past_problems(details.window, details.call, today):
        if problem not in already_past:
            yield problem
