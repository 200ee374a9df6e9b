"""How far a round has come, told while it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One report: the stage, the level being raised, and its best value and bound so far, in the level's own counts.

    `gap` and `done` are thousandths; `done` never falls. `stage` is one of
    pins, solve, alternatives, bindings and check.
    """

    stage: str
    level: str | None = None
    value: int | None = None
    bound: int | None = None
    gap: int | None = None
    done: int = 0
