"""Equity where there are too many pairs for one program: the least-covered States are lifted one block at a time.

The share of the least-covered State can only rise once all that share the last place have risen, so a block counts as
won when fewer of them are left.
"""

from typing import Final
from uuid import UUID

from matcher.adapters.solving.highs import Effort, maximise
from matcher.adapters.solving.model import Model
from matcher.adapters.solving.neighbourhoods import Neighbourhoods
from matcher.adapters.solving.raising import Standing, report_level
from matcher.adapters.solving.repairing import repaired
from matcher.adapters.solving.watching import Watch
from matcher.domain.amounts import ONE
from matcher.domain.rounds.outcome import LEVELS
from matcher.domain.rounds.parts import MILLION

_STEP: Final = 50_000
"""How far a State is lifted at once, in millionths of a share, so that there is something left for the others."""
_SIZE: Final = 400
_MOST_TRIES: Final = 120


def lift_least(standing: Standing, bound: int, neighbourhoods: Neighbourhoods, watch: Watch) -> None:
    """Raise the least share as far as a counted number of blocks can; a State that cannot be lifted ends it."""
    tries = 0
    while tries < _MOST_TRIES and not watch.is_over():
        shares = standing.places(standing.best)
        least = min(shares.values(), default=0)
        last = [key for key, share in shares.items() if share == least]
        won = False
        for key in last[: _MOST_TRIES - tries]:
            if watch.is_over():
                return
            tries += 1
            won = _lift(standing, key, least, neighbourhoods, watch) or won
        report_level(watch, LEVELS.index("equity"), "equity", standing.values["equity"], bound)
        if not won or least >= bound:
            return


def _lift(standing: Standing, key: str, least: int, neighbourhoods: Neighbourhoods, watch: Watch) -> bool:
    problem = standing.problem
    urgency: dict[UUID, float] = {problem.wanted[each].need_id: 1.0 for each in problem.places[key]}
    block = next(neighbourhoods.blocks(urgency, standing.best.matches, _SIZE))
    held = standing.best.copy()
    mine = {place: held.matches[place] for place in block if place in held.matches}
    held.drop_all(mine)
    model = Model(held, block, {place: standing.pins[place] for place in block if place in standing.pins})
    for kept, aim in (standing.aims() | {"equity": least / ONE}).items():
        model.keep(kept, aim)
    costs = model.lift([key], (least + _STEP) / MILLION)
    solved = maximise(model.program, costs, Effort(0.01, 20, 40, watch.left()), cancelled=watch.cancelled)
    return solved.values is not None and standing.offer_lifted(
        repaired(held, model.wishes(solved.values), standing.pins)
    )
