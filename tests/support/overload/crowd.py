"""Load in two forms: as fast as it is answered (closed loop), and so many a second whatever happens (open loop)."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from tests.support.campaign.lasting import lasting
from tests.support.overload.calling import Address, Answer, Caller

TICK_SECONDS = 0.01
Requests = Iterator[bytes]
"""The requests of a load, each another one, without end."""


@dataclass
class Told:
    """How a load was answered, and how long it was offered."""

    answers: list[Answer] = field(default_factory=list[Answer])
    seconds: float = 0.0

    def statuses(self) -> Counter[int]:
        """Count the answers by their status."""
        return Counter(answer.status for answer in self.answers)

    def of(self, *statuses: int) -> list[Answer]:
        """Return the answers with one of these statuses."""
        return [answer for answer in self.answers if answer.status in statuses]

    def per_second(self, *statuses: int) -> float:
        """Return how many such answers came in a second."""
        return len(self.of(*statuses)) / self.seconds


def quantile(answers: Sequence[Answer], share: float) -> float:
    """Return the seconds within which this share of the answers came."""
    times = sorted(answer.seconds for answer in answers)
    return times[min(len(times) - 1, int(len(times) * share))] if times else float("nan")


async def closed_loop(address: Address, requests: Requests, *, callers: int, seconds: float) -> Told:
    """Let so many callers ask, each the next as soon as the last is answered."""
    told, began = Told(), time.monotonic()

    async def keep_asking() -> None:
        async with Caller(address) as caller:
            while time.monotonic() - began < seconds:
                told.answers.append(await caller.ask(next(requests)))

    await asyncio.gather(*(keep_asking() for _ in range(callers)))
    told.seconds = time.monotonic() - began
    return told


async def open_loop(address: Address, requests: Requests, *, per_second: float, seconds: float, most: int) -> Told:
    """Send so many requests a second, answered or not, on a connection that is free or a new one.

    With `most` connections waiting no more are opened: what would have been sent then is left out.
    """
    crowd = _Crowd(address, most)
    began = time.monotonic()
    due = 0.0
    async with asyncio.TaskGroup() as tasks:
        while (passed := time.monotonic() - began) < seconds:
            while due < passed * per_second:
                due += 1
                if crowd.has_room():
                    tasks.create_task(crowd.send(next(requests)))
            await lasting(TICK_SECONDS)
        offered = time.monotonic() - began
    await crowd.disperse()
    return Told(crowd.answers, offered)


class _Crowd:
    """Callers, those who wait for an answer and those who are free."""

    def __init__(self, address: Address, most: int) -> None:
        self.answers: list[Answer] = []
        self._address = address
        self._room = most
        self._free: list[Caller] = []

    def has_room(self) -> bool:
        """Whether somebody is free to ask, or may come."""
        return self._room > 0

    async def send(self, sent: bytes) -> None:
        """Ask on a connection, and give it back."""
        self._room -= 1
        caller = self._free.pop() if self._free else Caller(self._address)
        try:
            self.answers.append(await caller.ask(sent))
        finally:
            self._free.append(caller)
            self._room += 1

    async def disperse(self) -> None:
        """Hang up, all of them."""
        async with AsyncExitStack() as stack:
            for caller in self._free:
                await stack.enter_async_context(caller)
