"""A coordinator at the matcher: a small world of needs and offers, rounds asked for, and workers that run them."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx

from matcher.adapters.rounds.queue import RoundQueue
from matcher.adapters.rounds.reports import RoundReports
from matcher.adapters.rounds.worker import RoundPace, RoundWorker, Starts
from matcher.adapters.solving_apart import SolvingProcess
from matcher.adapters.solving_apart.computing import compute
from matcher.adapters.solving_apart.frames import Message
from shared.events.needs import NeedState
from shared.events.offers import OfferState
from tests.support.published_states import need_state, offer_state
from tests.support.running_matcher import RunningMatcher
from tests.support.running_parts import at_work
from tests.support.running_service import Headers
from tests.support.waiting import eventually

Document = dict[str, Any]
PACE = RoundPace(look_seconds=0.05, beat_seconds=0.05)
ENDED = {"done", "failed", "cancelled", "refused"}


def endless(inputs: Message) -> SolvingProcess:
    """Start a solving process that never comes to an end."""
    return SolvingProcess(inputs, (sys.executable, "-m", "tests.support.endless_solving"))


class SolvingHere:
    """The real solver in a thread of the test's own process, where starting another is not what matters."""

    def __init__(self, inputs: Message) -> None:
        self._inputs = inputs

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    async def messages(self) -> AsyncGenerator[Message]:
        """Give what the solver says, once it has said all."""
        said: list[Message] = []
        said += await asyncio.to_thread(lambda: list(compute(self._inputs, said.append)))
        for message in said:
            yield json.loads(json.dumps(message))


def asking(number: int, machines: int, version: int = 1, **changes: Any) -> NeedState:
    """Return a need of Burkina Faso for so many marking machines."""
    [component] = need_state(number).components
    asked = component.model_copy(update={"quantity": Decimal(machines)})
    return need_state(number, version, components=(asked,), **changes)


def giving(number: int, machines: int, version: int = 1, **changes: Any) -> OfferState:
    """Return an offer of so many marking machines."""
    [line] = offer_state(number).lines
    given = line.model_copy(update={"pledged": Decimal(machines)})
    return offer_state(number, version, lines=(given,), **changes)


def scarce() -> list[NeedState | OfferState]:
    """Return three needs for twelve machines in all, and two offers of ten."""
    needs = [asking(1, 4, priority=5), asking(2, 4, priority=3), asking(3, 4, priority=1)]
    return [*needs, giving(1, 6), giving(2, 4)]


@dataclass(frozen=True)
class RoundDesk:
    """A coordinator of all regions."""

    matcher: RunningMatcher

    @property
    def coordinator(self) -> Headers:
        """What the coordinator signs in with."""
        return self.matcher.service.forge.as_coordinator()

    async def ask(self, method: str, path: str, body: Any = None, **request: Any) -> httpx.Response:
        """Send a request as the coordinator, or as another `actor`."""
        actor = request.pop("actor", self.coordinator)
        return await self.matcher.service.ask(method, path, actor, body, **request)

    async def asked_for(self, **settings: Any) -> UUID:
        """Ask for a round and return its id."""
        answer = await self.ask("POST", "/v1/rounds", settings)
        assert answer.status_code == 202, answer.text
        return UUID(answer.json()["id"])

    async def round(self, round_id: UUID) -> Document:
        """Return a round whole."""
        answer = await self.ask("GET", f"/v1/rounds/{round_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def status(self, round_id: UUID) -> str:
        """Return how a round stands."""
        rows = await self.matcher.service.rows("SELECT status FROM rounds WHERE id = :id", id=round_id)
        return rows[0]["status"]

    async def comes_to(self, round_id: UUID, *wanted: str) -> Document:
        """Wait until the round stands so."""

        async def does() -> bool:
            return await self.status(round_id) in wanted

        await eventually(does, within=60, what=f"the round is {' or '.join(wanted)}")
        return await self.round(round_id)

    async def ran(self, starts: Starts = SolvingHere, **settings: Any) -> Document:
        """Ask for a round, have it run, and return it when it has ended."""
        round_id = await self.asked_for(**settings)
        async with self.at_work(starts):
            return await self.comes_to(round_id, *ENDED)

    def worker(self, starts: Starts, *, silence_seconds: float = 15) -> RoundWorker:
        """Return a worker."""
        service = self.matcher.service
        sessions, clock = service.database.sessions, service.clock
        queue = RoundQueue(sessions, clock, silence_seconds=silence_seconds)
        return RoundWorker(queue, RoundReports(sessions, clock), starts=starts, pace=PACE)

    @asynccontextmanager
    async def at_work(self, starts: Starts = SolvingHere, *, silence_seconds: float = 15) -> AsyncGenerator[None]:
        """Have a worker at work beside the block."""
        async with at_work(self.worker(starts, silence_seconds=silence_seconds)):
            yield

    async def kept_outcome(self, round_id: UUID | str) -> str:
        """Return what the database keeps of a round's outcome, as it writes it."""
        rows = await self.matcher.service.rows("SELECT outcome::text AS it FROM rounds WHERE id = :id", id=round_id)
        return rows[0]["it"]
