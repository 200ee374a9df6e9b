"""Allocation rounds with all side constraints: how near to the bound, and how much better than a careful clerk.

The large one takes up to ten minutes and tells how it goes: only with `ACCORD_BENCH_LARGE_ROUND=yes`.
"""

import os
import resource
import time
from collections.abc import Iterator

from matcher.adapters.solving import solve
from matcher.domain.amounts import ONE
from matcher.domain.rounds.outcome import Outcome
from matcher.domain.rounds.problem import build_problem
from matcher.domain.rounds.progress import Progress
from tests.benchmarks.ratios import Ratio
from tests.support.round_worlds import all_side_constraints, round_world


def rounds() -> Iterator[Ratio]:
    """Measure a round of 500 x 200 within 60 seconds, then where asked one of 5,000 x 2,000 within ten minutes."""
    outcome, said = _solved(500, 200, categories=40, supply=0.5, seconds=60, gap=10)
    yield Ratio("round_500x200_gap", _gap(outcome), "of the bound", said, "the bound on covered share")
    ours, theirs = (plan.level("coverage").value for plan in (outcome.plan, outcome.greedy))
    yield Ratio("round_500x200_vs_greedy", ours / theirs, "x", "priority-weighted share covered", "the clerk's plan")
    if os.environ.get("ACCORD_BENCH_LARGE_ROUND") == "yes":
        outcome, said = _solved(5_000, 2_000, categories=None, supply=0.3, seconds=600, gap=40, tell=True)
        yield Ratio("round_5000x2000_gap", _gap(outcome), "of the bound", said, "the relaxation's bound")


def _gap(outcome: Outcome) -> float:
    coverage = outcome.plan.level("coverage")
    if coverage.reached is None or coverage.bound is None:
        return 1.0
    return 1 - coverage.reached / coverage.bound


def _solved(
    needs: int, offers: int, *, categories: int | None, supply: float, seconds: int, gap: int, tell: bool = False
) -> tuple[Outcome, str]:
    world = round_world(needs, offers, categories=categories, supply=supply)
    problem = build_problem(world.engine(), all_side_constraints(world, time_limit_seconds=seconds, gap=gap))
    begun, reached = time.perf_counter(), list[float]()

    def hear(progress: Progress) -> None:
        if progress.level != "coverage" and progress.stage == "solve" and not reached:
            reached.append(time.perf_counter() - begun)
        if tell:
            print(f"  {time.perf_counter() - begun:6.1f} s {progress}", flush=True)  # noqa: T201

    outcome = solve(problem, progress=hear)
    took, memory = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // ONE
    first = f"coverage in {reached[0]:.0f} s" if reached else "coverage alone"
    return outcome, f"{len(problem.pairs)} pairs, {first}, all in {took:.0f} s ({outcome.stopped}), {memory} MB"
