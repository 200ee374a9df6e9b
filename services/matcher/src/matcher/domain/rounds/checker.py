"""The judge of plans: recomputes everything from the records, and shares no code with what builds or solves a round.

It takes the hard conditions and the scores as they are (the tests hold their specification), and does its own sums in
exact fractions. Nothing that it refuses is ever shown.
"""

from uuid import UUID

from matcher.domain.rounds.checking.levels import wrong_levels
from matcher.domain.rounds.checking.matches import Match, Register, wrong_choices, wrong_in_itself
from matcher.domain.rounds.checking.sums import wrong_together
from matcher.domain.rounds.judged import Judged
from matcher.domain.rounds.outcome import Plan
from matcher.domain.rounds.violations import Broken, Violation, about


def violations(plan: Plan, judged: Judged) -> tuple[Violation, ...]:
    """Return every constraint that a plan breaks, by name; empty for a plan that may be shown."""
    register, found = Register(judged), list[Violation]()
    known: dict[tuple[UUID, UUID], Match] = {}
    for allocation in plan.allocations:
        match = register.match(allocation)
        if isinstance(match, Violation):
            found.append(match)
        elif match.ids in known:
            found.append(about(Broken.REPEATED, *match.ids))
        else:
            known[match.ids] = match
            found.extend(wrong_in_itself(match, judged))
    matches = tuple(known.values())
    found.extend(wrong_choices(known, judged))
    found.extend(wrong_together(matches, judged))
    found.extend(wrong_levels(plan.levels, matches, judged))
    return tuple(dict.fromkeys(found))
