"""One look at the stream's position for all readers of a process, however many they are."""

import asyncio
from collections.abc import Callable
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.stream.reading import Position, position_of

LOOK_SECONDS: Final = 0.5


class StreamWatch:
    """Gives the stream's position, read from the database at most once in `every` seconds.

    Readers keep nothing here and nothing is kept for them: each reads its own rows when the position has moved.
    """

    def __init__(self, every: float = LOOK_SECONDS) -> None:
        self.every = every
        self.looks = 0
        self._looking = asyncio.Lock()
        self._seen = Position()
        self._seen_at = float("-inf")

    async def position(self, sessions: Callable[[], AsyncSession]) -> Position:
        """Return the position as it stood no longer than `every` seconds ago."""
        time = asyncio.get_running_loop().time
        async with self._looking:
            if time() - self._seen_at >= self.every:
                async with sessions() as session:
                    self._seen = await position_of(session)
                self._seen_at = time()
                self.looks += 1
        return self._seen
