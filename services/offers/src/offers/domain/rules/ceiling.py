"""Rules for the most that one State may receive: counted as some line of the offer counts."""

from collections.abc import Iterator

from offers.domain.ceiling import Ceiling
from offers.domain.details import OfferDetails
from shared.errors import FieldProblem
from shared.rules.keys import key_problems
from shared.rules.numbers import MONEY, quantity_problems
from shared.vocabulary import load_vocabulary

_POINTER = "/per_state_ceiling"


def ceiling_problems(details: OfferDetails) -> Iterator[FieldProblem]:
    """Check the amount, and that a line of the offer counts in the same unit and, for money, the same currency."""
    ceiling = details.per_state_ceiling
    if ceiling is None:
        return
    yield from quantity_problems(f"{_POINTER}/amount", ceiling.amount, ceiling.unit)
    yield from _unit_problems(ceiling, details)
    yield from _currency_problems(ceiling, details)


def _unit_problems(ceiling: Ceiling, details: OfferDetails) -> Iterator[FieldProblem]:
    pointer, known = f"{_POINTER}/unit", load_vocabulary().units
    units = [unit for unit in known if any(line.unit == unit for line in details.lines)]
    if ceiling.unit not in known:
        yield from key_problems(pointer, ceiling.unit, known, "unit")
    elif ceiling.unit not in units:
        detail = f"expected a unit in which a line counts ({', '.join(units) or 'no line has one'}), got {ceiling.unit}"
        yield FieldProblem(pointer, detail, "contradiction")


def _currency_problems(ceiling: Ceiling, details: OfferDetails) -> Iterator[FieldProblem]:
    pointer, known = f"{_POINTER}/currency", load_vocabulary().currencies
    budgets = {line.currency for line in details.lines if line.unit == MONEY}
    currencies = [currency for currency in known if currency in budgets]
    if ceiling.unit == MONEY and ceiling.currency is None:
        yield FieldProblem(pointer, "expected the currency of the amount, ISO 4217, such as EUR", "required")
    elif ceiling.unit != MONEY and ceiling.currency is not None:
        yield FieldProblem(pointer, "expected no currency: the unit is not money", "not-allowed")
    elif ceiling.currency is not None and ceiling.currency not in known:
        yield from key_problems(pointer, ceiling.currency, known, "currency")
    elif currencies and ceiling.unit == MONEY and ceiling.currency not in currencies:
        detail = f"expected a currency in which a line counts ({', '.join(currencies)}), got {ceiling.currency}"
        yield FieldProblem(pointer, detail, "contradiction")
