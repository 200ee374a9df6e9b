"""In which steps a quantity can be handed out: whole persons, seats and machines, and no less than a cent."""

from typing import Final

from matcher.domain.amounts import MONEY, ONE
from matcher.domain.supply import Line
from shared.vocabulary import Vocabulary

MEASURED: Final = frozenset({"tonne"})
"""Units that are measured rather than counted: any thousandth of them may be given."""

_DECIMALS: Final = 3


def step_of(line: Line, asked: int, vocabulary: Vocabulary) -> int:
    """Return the smallest difference between two quantities of a match, in thousandths of the line's unit.

    Where one side itself counts in parts (half a course), parts may be given.
    """
    if line.unit == MONEY:
        currency = vocabulary.currencies.get(line.currency or "")
        return 1 if currency is None else 10 ** max(0, _DECIMALS - currency.minor_units)
    whole = asked % ONE == 0 and (line.remaining or 0) % ONE == 0
    return ONE if whole and line.unit not in MEASURED else 1


def down_to_step(quantity: int, step: int) -> int:
    """Return the greatest multiple of the step that is not more."""
    return quantity - quantity % step


def up_to_step(quantity: int, step: int) -> int:
    """Return the smallest multiple of the step that is not less."""
    return -(-quantity // step) * step
