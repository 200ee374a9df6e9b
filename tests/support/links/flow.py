"""One direction of a connection: what was sent, in its order, and when it arrives."""

import asyncio
import random
from collections import deque
from typing import Protocol

from tests.support.links.weather import Weather


class Sky(Protocol):
    """Whatever knows the weather now."""

    @property
    def weather(self) -> Weather:
        """What the link does at this moment."""
        ...


class Flow:
    """Hands what one side sent to the transport of the other, as late as the weather has it."""

    def __init__(self, sky: Sky, target: asyncio.Transport) -> None:
        self._sky = sky
        self._target = target
        self._waiting: deque[tuple[float, bytes | None]] = deque()
        self._sent_at = 0.0
        self._arrives_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()

    def carry(self, piece: bytes) -> None:
        """Take a piece; in clear weather it is handed on within this call."""
        if not self._waiting and self._sky.weather.lets_pass:
            self._hand_on(piece)
        else:
            self._waiting.append((self._arrival(len(piece)), piece))
            self.flush()

    def end(self, *, reset: bool) -> None:
        """End the other side too, after all that was sent; what was sent before a reset is lost with it."""
        if reset:
            self._waiting.clear()
        self._waiting.append((self._arrival(0) if self._waiting else 0.0, None))
        self.flush()

    def flush(self) -> None:
        """Hand on what has arrived by now."""
        if self._sky.weather.holding:
            return
        while self._waiting and self._waiting[0][0] <= self._loop.time():
            self._hand_on(self._waiting.popleft()[1])
        if self._waiting and self._timer is None:
            self._timer = self._loop.call_at(self._waiting[0][0], self._ring)

    def drop(self) -> None:
        """Forget what is still on its way."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _ring(self) -> None:
        self._timer = None
        self.flush()

    def _arrival(self, size: int) -> float:
        weather = self._sky.weather
        self._sent_at = max(self._sent_at, self._loop.time()) + size / (weather.bytes_per_second or float("inf"))
        late = weather.delay_seconds + random.uniform(0, weather.jitter_seconds)
        self._arrives_at = max(self._arrives_at, self._sent_at + late)
        return self._arrives_at

    def _hand_on(self, piece: bytes | None) -> None:
        if self._target.is_closing():
            return
        if piece is None:
            self._target.close()
        else:
            self._target.write(piece)
