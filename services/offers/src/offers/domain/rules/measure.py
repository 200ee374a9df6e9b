"""Rules for how a line counts: quantities belong to a unit, amounts to a currency, shares to the pledge."""

from collections.abc import Iterator

from offers.domain.line import LineDetails
from shared.errors import FieldProblem
from shared.rules.keys import key_problems, shown
from shared.rules.numbers import MONEY, amount_problems, exceeds, quantity_problems
from shared.vocabulary import load_vocabulary


def measure_problems(pointer: str, line: LineDetails) -> Iterator[FieldProblem]:
    """Check unit, currency and every number of a line, each alone and all against each other."""
    yield from quantity_problems(f"{pointer}/pledged", line.pledged, line.unit)
    yield from quantity_problems(f"{pointer}/smallest_share", line.smallest_share, line.unit)
    yield from quantity_problems(f"{pointer}/largest_share", line.largest_share, line.unit)
    yield from amount_problems(f"{pointer}/unit_cost", line.unit_cost)
    yield from _unit_problems(pointer, line)
    yield from _currency_problems(pointer, line)
    yield from _share_problems(pointer, line)


def _unit_problems(pointer: str, line: LineDetails) -> Iterator[FieldProblem]:
    """Check that a unit counts something; a donor may name shares or a unit cost without naming a total."""
    yield from key_problems(f"{pointer}/unit", line.unit, load_vocabulary().units, "unit")
    names = ("pledged", "smallest_share", "largest_share")
    counted = [name for name in names if getattr(line, name) is not None]
    if line.unit is None and counted:
        detail = f"expected the unit in which {' and '.join(counted)} is counted"
        yield FieldProblem(f"{pointer}/unit", detail, "required")
    if line.unit is not None and not counted and line.unit_cost is None:
        detail = f"expected how much of the unit {shown(line.unit)} is pledged, or no unit"
        yield FieldProblem(f"{pointer}/pledged", detail, "required")


def _currency_problems(pointer: str, line: LineDetails) -> Iterator[FieldProblem]:
    has_amounts = line.unit == MONEY or line.unit_cost is not None
    if has_amounts and line.currency is None:
        detail = "expected the currency of the amounts, ISO 4217, such as EUR"
        yield FieldProblem(f"{pointer}/currency", detail, "required")
    elif line.currency is not None and not has_amounts:
        detail = "expected no currency: the unit is not money, and no unit_cost is given"
        yield FieldProblem(f"{pointer}/currency", detail, "not-allowed")
    else:
        yield from key_problems(f"{pointer}/currency", line.currency, load_vocabulary().currencies, "currency")
    if line.unit == MONEY and line.unit_cost is not None:
        detail = "expected no unit_cost in a line counted in money; give what is bought a line in its own unit"
        yield FieldProblem(f"{pointer}/unit_cost", detail, "not-allowed")


def _share_problems(pointer: str, line: LineDetails) -> Iterator[FieldProblem]:
    if exceeds(line.smallest_share, line.largest_share):
        detail = f"expected at most the largest_share {line.largest_share}, got {line.smallest_share}"
        yield FieldProblem(f"{pointer}/smallest_share", detail, "contradiction")
    elif exceeds(line.smallest_share, line.pledged):
        detail = f"expected at most what is pledged, {line.pledged}, got {line.smallest_share}"
        yield FieldProblem(f"{pointer}/smallest_share", detail, "contradiction")
    if exceeds(line.largest_share, line.pledged):
        detail = f"expected at most what is pledged, {line.pledged}, got {line.largest_share}"
        yield FieldProblem(f"{pointer}/largest_share", detail, "contradiction")
