"""The pairs of a plan that a coordinator chooses from."""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from matcher.domain.demand import Need
from matcher.domain.rounds.outcome import Allocation, Outcome
from shared.errors import FieldProblem, InvalidInput

MAIN = "main"
ALTERNATIVE = re.compile(r"alternative-([1-9])")


def allocations_of(outcome: Outcome, plan: str) -> tuple[Allocation, ...]:
    """Return what a plan allocates; InvalidInput where the round has no such plan."""
    if plan == MAIN:
        return outcome.plan.allocations
    match = ALTERNATIVE.fullmatch(plan)
    number = int(match[1]) if match else 0
    if not 1 <= number <= len(outcome.alternatives):
        known = ", ".join([MAIN, *(f"alternative-{place}" for place in range(1, len(outcome.alternatives) + 1))])
        raise InvalidInput([FieldProblem("/plan", f"expected one of this round's plans: {known}")])
    return outcome.alternatives[number - 1].allocations


def chosen_of(plan: Sequence[Allocation], pairs: Sequence[tuple[UUID, UUID]] | None) -> tuple[Allocation, ...]:
    """Return the allocations of the chosen pairs, None = all; InvalidInput names each pair that the plan has not."""
    if pairs is None:
        return tuple(plan)
    known = {(each.component_id, each.line_id): each for each in plan}
    missing = [
        FieldProblem(f"/pairs/{place}", "is not a pair of this plan")
        for place, pair in enumerate(pairs)
        if pair not in known
    ]
    if missing:
        raise InvalidInput(missing)
    return tuple(known[pair] for pair in dict.fromkeys(pairs))


def torn_needs(plan: Sequence[Allocation], chosen: Sequence[Allocation], needs: Iterable[Need]) -> set[UUID]:
    """Return the needs that want all or nothing and of which only some of the plan's pairs were chosen."""
    left_out = {each.need_id for each in set(plan) - set(chosen)}
    return {need.need_id for need in needs if need.all_or_nothing and need.need_id in left_out}
