"""Rules for the reason that goes with an action."""

from collections.abc import Iterator

from shared.errors import FieldProblem, InvalidInput
from shared.rules.wording import prose_problems


def reason_problems(reason: str | None) -> Iterator[FieldProblem]:
    """Check the reason of an action: where one is given it says something, within 2,000 characters."""
    yield from prose_problems("/reason", reason, shortest=1)


def must_be_a_valid_reason(reason: str) -> None:
    """Raise InvalidInput at /reason unless it says something, within 2,000 characters."""
    problems = list(reason_problems(reason))
    if problems:
        raise InvalidInput(problems)
