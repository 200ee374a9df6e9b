"""Who asks what waits for it, and when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from shared.identity.actor import Actor

MILESTONE_AHEAD: Final = timedelta(days=7)
"""How long before its day a milestone is due to be thought of."""

CONFIRMATION_AHEAD: Final = timedelta(days=30)
"""How long before its last day a need or an offer is due to be confirmed anew."""


@dataclass(frozen=True)
class Worker:
    """An actor at a moment; `states` are those that a regional coordinator is confined to, None for everybody else."""

    actor: Actor
    now: datetime
    states: frozenset[str] | None = None

    @property
    def today(self) -> date:
        """The day, in UTC."""
        return self.now.date()

    def coordinates(self, states: tuple[str, ...]) -> bool:
        """Answer whether all of these lie within the coordinator's regions."""
        return self.states is None or self.states.issuperset(states)
