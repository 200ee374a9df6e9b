"""The life of an allocation round: asked for, run, and ended once, whichever way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shared.errors import Conflict
from shared.identifiers import new_id

WAITING: Final = frozenset({"queued", "running"})
"""The statuses of a round that has not ended."""


@dataclass(frozen=True)
class RoundEnded:
    """The round came to its end, with this status."""

    status: str


@dataclass(eq=False)
class Round:
    """One round: `settings` as asked for, `scope_states` the States it is confined to (None = all of them).

    A worker carries it out and writes what comes of it; here it is only asked for and cancelled.
    """

    id: UUID
    status: str
    settings: Mapping[str, Any]
    scope_states: tuple[str, ...] | None
    requested_by: str
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    last_event: int = 0
    events: list[RoundEnded] = field(default_factory=list[RoundEnded])

    @classmethod
    def request(
        cls, settings: Mapping[str, Any], scope_states: tuple[str, ...] | None, by: str, now: datetime
    ) -> "Round":
        """Return a round that waits for a worker."""
        return cls(new_id(), "queued", settings, scope_states, by, now)

    def cancel(self, now: datetime) -> None:
        """End it before it ends by itself; asked again, nothing happens. Conflict where it has another end."""
        if self.status == "cancelled":
            return
        if self.status not in WAITING:
            raise Conflict(f"The round has ended already: it is {self.status}.", code="round-ended")
        self.status, self.finished_at = "cancelled", now
        self.events.append(RoundEnded(self.status))
