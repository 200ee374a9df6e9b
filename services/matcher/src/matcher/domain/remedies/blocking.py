"""Which hard condition blocks most demand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.domain.conditions import Code
from matcher.domain.conditions.verdict import ORDER
from matcher.domain.remedies.unanswered import Blocked


@dataclass(frozen=True)
class Blockage:
    """How much a condition blocks: alone, where lifting it would answer; in part, where it stands before the nearest.

    A component counts in part where the condition fails in one of its nearest pairs, those with the fewest failed
    conditions; a need counts where one of its components does.
    """

    code: Code
    needs_alone: int
    components_alone: int
    needs_in_part: int
    components_in_part: int


def count_blockages(found: Iterable[Blocked]) -> tuple[Blockage, ...]:
    """Return one entry for each condition that blocks anything, the most blocking first, then in order of telling."""
    each = list(found)
    counted = [_blockage(code, each) for code in Code]
    blocking = [entry for entry in counted if entry.needs_in_part]
    return tuple(sorted(blocking, key=lambda entry: (-entry.needs_alone, -entry.needs_in_part, ORDER[entry.code])))


def _blockage(code: Code, found: Sequence[Blocked]) -> Blockage:
    alone = [sum(any(code is one for one, _ in cases) for cases in each.alone.values()) for each in found]
    in_part = [sum(code in codes for codes in each.nearest.values()) for each in found]
    return Blockage(
        code=code,
        needs_alone=sum(number > 0 for number in alone),
        components_alone=sum(alone),
        needs_in_part=sum(number > 0 for number in in_part),
        components_in_part=sum(in_part),
    )
