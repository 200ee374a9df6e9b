"""What a link does to whatever passes through it, until it is told otherwise."""

from dataclasses import dataclass
from typing import Literal

CommitCut = Literal["before", "after"]
"""Whether PostgreSQL is still to hear of the COMMIT at which a connection breaks, or has done it and is not heard."""


@dataclass(frozen=True)
class Weather:
    """The state of a network between two ends; the default changes nothing."""

    delay_seconds: float = 0.0
    """How long each piece takes, in each direction."""
    jitter_seconds: float = 0.0
    """How much longer it may take, by lot; pieces of one direction do not overtake each other."""
    bytes_per_second: float | None = None
    """How much of each direction of a connection passes, or None for all of it."""
    holding: bool = False
    """Nothing arrives, neither bytes nor ends, and connections stay open: what was sent meanwhile arrives when the
    weather clears, as TCP sends again what was lost, unless its sender has reset the connection."""
    refusing: bool = False
    """Connections are broken, and each new one at once."""
    commits: CommitCut | None = None
    """Where in a COMMIT connections break."""
    every: int = 3
    """Which of the COMMITs of a link break their connection: each one with 1, each third with 3."""

    @property
    def lets_pass(self) -> bool:
        """Whether what comes may be handed on at once."""
        return not (self.holding or self.delay_seconds or self.jitter_seconds or self.bytes_per_second)


CLEAR = Weather()
"""A network that works."""
