"""One run of HiGHS: one thread, a fixed seed, a start, and an end by gap or counted work; the clock is only a valve."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import highspy
import numpy as np

from matcher.adapters.solving.program import Floats, Program

SOLVER: Final = "HiGHS"
_OPTIONS: Final[dict[str, bool | int | float | str]] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 1,
    "simplex_scale_strategy": 2,
}
_ENDED: Final = {
    "kOptimal": "gap_reached",
    "kSolutionLimit": "effort",
    "kTimeLimit": "clock",
    "kInterrupt": "cancelled",
}


@dataclass(frozen=True)
class Effort:
    """When to stop: a relative gap, a number of nodes or of the solver's own checks, and seconds as the valve.

    One thread comes to the same checks in the same order, so that all but the seconds end at the same point each time.
    LPs know only the seconds.
    """

    gap: float = 0.0
    nodes: int | None = None
    checks: int | None = None
    seconds: float = 600.0


@dataclass(frozen=True)
class Solved:
    """The best values found (None: none), the bound on the objective, and what ended the run.

    Of an LP also the duals of its rows and the reduced costs of its columns.
    """

    values: Floats | None
    objective: float
    bound: float
    ended: str
    duals: Floats | None = None
    reduced: Floats | None = None


Hear = Callable[[float, float], None]


def solver_version() -> str:
    """Return the version of HiGHS."""
    return highspy.Highs().version()


def maximise(
    program: Program,
    costs: Floats,
    effort: Effort,
    *,
    start: Floats | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    hear: Hear | None = None,
    relaxed: bool = False,
) -> Solved:
    """Maximise; infeasible programs give no values. `hear` is told the best value and the bound now and then."""
    solver: Any = highspy.Highs()
    options = _OPTIONS | {"mip_rel_gap": effort.gap, "time_limit": max(0.01, effort.seconds)}
    if effort.nodes is not None:
        options["mip_max_nodes"] = effort.nodes
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(program, costs, relaxed=relaxed))
    counted = _listen(solver, cancelled, hear, effort.checks)
    if start is not None and not relaxed:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    solver.run()
    return _read(solver, is_mip=not relaxed and any(program.integer), was_enough=counted.is_enough)


def _model(program: Program, costs: Floats, *, relaxed: bool) -> Any:
    lp: Any = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.lower), len(program.row_lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = costs
    lp.col_lower_, lp.col_upper_ = np.array(program.lower), np.array(program.upper)
    lp.row_lower_, lp.row_upper_ = np.array(program.row_lower), np.array(program.row_upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(program.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(program.indices, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(program.entries)
    if not relaxed:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[integer] for integer in program.integer]
    return lp


@dataclass
class _Checks:
    """Counts how often the solver has asked whether to stop."""

    most: int | None
    count: int = 0

    @property
    def is_enough(self) -> bool:
        return self.most is not None and self.count >= self.most


def _listen(solver: Any, cancelled: Callable[[], bool], hear: Hear | None, most: int | None) -> _Checks:
    checks = _Checks(most)

    def interrupt(event: Any) -> None:
        if cancelled():
            event.interrupt()

    def count(event: Any) -> None:
        checks.count += 1
        if checks.is_enough or cancelled():
            event.interrupt()

    def listen(event: Any) -> None:
        if hear is not None:
            hear(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    for callback in (solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
        callback.subscribe(interrupt)
    solver.cbMipInterrupt.subscribe(count)
    solver.cbMipLogging.subscribe(listen)
    return checks


def _read(solver: Any, *, is_mip: bool, was_enough: bool) -> Solved:
    status, info = solver.getModelStatus().name, solver.getInfo()
    ended = _ENDED.get(status, "infeasible")
    if ended == "cancelled" and was_enough:
        ended = "effort"
    feasible = info.primal_solution_status == highspy.kSolutionStatusFeasible.value
    if ended == "infeasible" or (not is_mip and status != "kOptimal") or not feasible:
        return Solved(None, float("-inf"), float("inf"), ended)
    solution = solver.getSolution()
    objective = float(info.objective_function_value)
    if not is_mip:
        values, duals, reduced = (np.array(each) for each in (solution.col_value, solution.row_dual, solution.col_dual))
        return Solved(values, objective, objective, "optimal", duals, reduced)
    bound = float(info.mip_dual_bound)
    if ended == "gap_reached" and bound - objective <= 1e-6 * max(1.0, abs(objective)):
        ended = "optimal"
    return Solved(np.array(solution.col_value), objective, bound, ended)
