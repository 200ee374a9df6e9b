"""What a fault is given: the world it hurts, and the load that goes on meanwhile."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.support.campaign.load import Load
from tests.support.campaign.world import World

BETWEEN = 20
"""Requests that are acknowledged between one blow and the next."""


@dataclass
class Scene:
    """A world with its load running; a fault hurts it, makes it whole again, and leaves the load running."""

    world: World
    load: Load

    async def goes_on(self, acknowledgements: int = BETWEEN) -> None:
        """Wait until so many more requests are acknowledged."""
        await self.load.more(acknowledgements)

    def note(self, text: str) -> None:
        """Write into the book of acknowledgements how far the fault has come."""
        self.load.ledger.note(text)

    async def tells(self, stories: int = 1) -> None:
        """Wait until so many more stories are told to their end, for which events have to arrive everywhere."""
        await self.load.more(0, stories=stories)


Fault = Callable[[Scene], Awaitable[None]]
"""A fault; its name, with spaces, is the name of the function."""


def name_of(fault: Fault) -> str:
    """Return a fault's name as the table has it."""
    return getattr(fault, "__name__", repr(fault)).replace("_", " ")
