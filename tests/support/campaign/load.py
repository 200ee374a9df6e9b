"""The load: stories told side by side, and rounds asked for, from the beginning of a fault until it is over."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Generator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from shared.clock import system_clock
from shared.pauses import said_within
from tests.support.campaign.asking import Abandoned, Asked, Asker, Refused
from tests.support.campaign.lasting import lasting
from tests.support.campaign.ledger import Ledger
from tests.support.campaign.reachable import Reachable
from tests.support.campaign.story import STATES, Stage, Story
from tests.support.campaign.world import SERVICES
from tests.support.waiting import eventually

BETWEEN_SECONDS = 1.0
ROUND_ENDED = frozenset({"done", "failed", "cancelled", "refused"})


@dataclass
class Load:
    """Tellers at work on a world; every story has a number of its own, over the whole campaign."""

    world: Reachable
    ledger: Ledger
    tellers: int = 4
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    stories: int = 0
    eased: bool = False
    """Whether one teller alone tells stories, for an operator's commands take long where all processors are busy."""

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[None]:
        """Tell stories beside the block; afterwards each ends with what it has begun."""
        over = asyncio.Event()
        async with AsyncExitStack() as stack:
            askers = {service: await stack.enter_async_context(self._asker(service, over)) for service in SERVICES}
            stage = Stage(askers, self.ledger, self.world.accounts, system_clock().date(), over)
            async with asyncio.TaskGroup() as tasks:
                for number in range(self.tellers):
                    tasks.create_task(self._tell(stage, goes_on=number == 0))
                tasks.create_task(self._post(stage))
                tasks.create_task(self._convene(stage))
                try:
                    yield
                finally:
                    over.set()

    @contextmanager
    def at_ease(self) -> Generator[None]:
        """Have fewer stories told for the length of the block."""
        self.eased = True
        try:
            yield
        finally:
            self.eased = False

    async def more(self, acknowledgements: int, *, stories: int = 0, within: float = 240) -> None:
        """Wait until so many more requests were acknowledged, and so many more stories are told to their end."""
        goal, told = len(self.ledger.entries) + acknowledgements, self.stories + stories

        def is_reached() -> bool:
            return len(self.ledger.entries) >= goal and self.stories >= told

        await eventually(is_reached, within=within, what=f"{acknowledgements} more requests are acknowledged")

    async def _tell(self, stage: Stage, *, goes_on: bool) -> None:
        while not stage.over.is_set():
            if self.eased and not goes_on:
                await lasting(BETWEEN_SECONDS)
                continue
            await Story(stage, next(self.numbers)).tell()
            self.stories += 1

    async def _post(self, stage: Stage) -> None:
        """Begin stories that wait for nothing that comes by events, so that something is asked for whatever is away."""
        while not stage.over.is_set():
            await Story(stage, next(self.numbers)).begin()
            await lasting(BETWEEN_SECONDS)

    async def _convene(self, stage: Stage) -> None:
        """Ask for one round after the other, each of one State, and wait for its end."""
        asker, coordinator = stage.askers["matcher"], stage.accounts.as_coordinator()
        for state in itertools.cycle(STATES):
            asked = {"scope": {"states": [state]}, "time_limit_seconds": 20}
            with suppress(Refused, Abandoned):
                begun = await asker.create("round", "asked", Asked("POST", "/v1/rounds", coordinator, asked))
                while (await asker.read(f"/v1/rounds/{begun['id']}", coordinator))["status"] not in ROUND_ENDED:
                    await lasting(0.5)
                    if stage.over.is_set():
                        return
            await said_within(stage.over, 5)
            if stage.over.is_set():
                return

    @asynccontextmanager
    async def _asker(self, service: str, over: asyncio.Event) -> AsyncGenerator[Asker]:
        url = self.world.api(service)
        async with httpx.AsyncClient(base_url=url, timeout=15, trust_env=False) as client:
            yield Asker(client, self.ledger, over)
