"""A whole round: pins, greedy start, the levels, alternatives, what binds, and the checker's word on every plan."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from matcher.adapters.solving.alternatives import find_alternatives
from matcher.adapters.solving.bindings import find_bindings
from matcher.adapters.solving.highs import SOLVER, solver_version
from matcher.adapters.solving.levels import Raising
from matcher.adapters.solving.pinning import pin_down
from matcher.adapters.solving.raising import Standing
from matcher.adapters.solving.watching import Watch
from matcher.domain.rounds.checker import violations
from matcher.domain.rounds.greedy import greedy
from matcher.domain.rounds.outcome import Outcome, Plan
from matcher.domain.rounds.problem import Problem
from matcher.domain.rounds.progress import Progress
from matcher.domain.rounds.valuing import plan_of
from matcher.domain.rounds.violations import Violation

LARGE = 20_000
"""Above so many pairs the whole program is never solved at once."""


class RefusedByChecker(Exception):
    """A plan that the solver gave breaks its constraints: it is not shown; `violations` name what is broken."""

    def __init__(self, found: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(f"{each.broken} {' '.join(each.ids)}" for each in found))
        self.violations = found


def solve(
    problem: Problem,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    large: int = LARGE,
) -> Outcome:
    """Return the outcome of a round, each plan verified; RefusedByChecker where one does not stand.

    `cancelled` is asked many times a second; a round that was cancelled still returns the best plan found so far,
    and `stopped` says so. `progress` is called from the same thread.
    """
    watch = Watch(progress, cancelled, problem.settings.time_limit_seconds)
    watch.report("pins", 20)
    pinning = pin_down(problem, watch)
    clerk = greedy(problem, pinning.matches)
    standing = Standing(problem, pinning.pins, clerk)
    is_large = len(problem.pairs) > large
    Raising(standing, watch, large=is_large).run()
    main = plan_of(problem, standing.best.matches, standing.levels)
    others = find_alternatives(standing, watch)
    bindings = find_bindings(standing, watch)
    watch.report("check", 950)
    outcome = Outcome(
        digest=digest_of(problem),
        input_digest=problem.digest,
        solver=SOLVER,
        solver_version=solver_version(),
        method="large_scale" if is_large else "exact",
        stopped=watch.stopped,
        plan=main,
        greedy=plan_of(problem, clerk.matches),
        alternatives=tuple(plan_of(problem, each.matches) for each in others),
        bindings=bindings,
        infeasible=pinning.refused,
    )
    verify(problem, outcome)
    watch.report("check", 1000)
    return outcome


def verify(problem: Problem, outcome: Outcome) -> None:
    """Let the checker judge every plan of an outcome; RefusedByChecker where it refuses one."""
    refused = frozenset((pin.component_id, pin.line_id) for pin in outcome.infeasible)
    judged = replace(problem.judged, refused_pins=refused)
    plans: tuple[Plan, ...] = (outcome.plan, outcome.greedy, *outcome.alternatives)
    found = tuple(violation for plan in plans for violation in violations(plan, judged))
    if found:
        raise RefusedByChecker(found)


def digest_of(problem: Problem) -> str:
    """Return the digest of the inputs together with the solver, its version and the way of solving."""
    told = f"{problem.digest} {SOLVER} {solver_version()} {METHOD}"
    return hashlib.sha256(told.encode()).hexdigest()


METHOD = "accord-rounds-1"
"""Changes whenever a change of this package may give another plan for the same inputs."""
