"""Large-neighbourhood search: block by block, the rest as it is, until nothing more is won or the gap is reached.

Blocks, sweeps and branches are counted, never timed, so that the same problem gives the same plan.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from matcher.adapters.solving.highs import Effort, maximise
from matcher.adapters.solving.model import Model
from matcher.adapters.solving.neighbourhoods import Neighbourhoods
from matcher.adapters.solving.raising import Standing, gap_of, report_level
from matcher.adapters.solving.repairing import repaired
from matcher.adapters.solving.watching import Watch
from matcher.domain.amounts import ONE
from matcher.domain.rounds.outcome import LEVELS
from matcher.domain.rounds.parts import MILLION

SWEEPS: Final = (3_000, 4_000)
"""Pairs in a block, sweep by sweep, where there are too many for one program."""
_BLOCK_NODES: Final = 100
_BLOCK_CHECKS: Final = {"equity": 60, "regions": 40, "fit": 40, "matches": 20}
_LEAST_WIN: Final = 1_000
"""A sweep that wins less than this part of the value is the last."""


def improve(
    standing: Standing, level: str, bound: int, neighbourhoods: Neighbourhoods, *, sizes: Sequence[int], watch: Watch
) -> None:
    """Raise a level by re-solving blocks of needs, of so many pairs in each sweep, until its bound is near."""
    for size in sizes:
        before = standing.values[level]
        for block in neighbourhoods.blocks(_urgency(standing), standing.best.matches, size):
            if watch.is_over() or is_near(standing, level, bound):
                return
            _resolve(standing, level, block, watch)
            report_level(watch, LEVELS.index(level), level, standing.values[level], bound)
        if abs(standing.values[level] - before) * _LEAST_WIN <= abs(before):
            return


def is_near(standing: Standing, level: str, bound: int) -> bool:
    """Say whether the level has come as near to its bound as the coordinator asked for."""
    return gap_of(level, standing.values[level], bound) <= standing.problem.settings.gap


def _resolve(standing: Standing, level: str, block: list[int], watch: Watch) -> None:
    held = standing.best.copy()
    mine = {place: standing.best.matches[place] for place in block if place in standing.best.matches}
    held.drop_all(mine)
    pins = {place: standing.pins[place] for place in block if place in standing.pins}
    model = Model(held, block, pins)
    for kept, aim in standing.aims().items():
        model.keep(kept, aim)
    effort = Effort(standing.problem.settings.gap / ONE / 3, _BLOCK_NODES, _BLOCK_CHECKS.get(level), watch.left())
    solved = maximise(model.program, model.costs(level), effort, start=model.start(mine), cancelled=watch.cancelled)
    if solved.values is not None:
        standing.offer(level, repaired(held, model.wishes(solved.values), standing.pins))


def _urgency(standing: Standing) -> Mapping[UUID, float]:
    """Return the weight that each need has uncovered: where there is most to win, a sweep begins."""
    problem = standing.problem
    shares: dict[int, int] = {}
    for place, quantity in standing.best.matches.items():
        pair = problem.pairs[place]
        shares[pair.component] = shares.get(pair.component, 0) + pair.share(quantity)
    found: dict[UUID, float] = {}
    for component, wanted in enumerate(problem.wanted):
        missing = wanted.weight * (MILLION - shares.get(component, 0)) / MILLION / ONE
        found[wanted.need_id] = found.get(wanted.need_id, 0.0) + missing
    return found
