"""The worker of allocation rounds: takes one at a time, has it solved in a process of its own, keeps what came of it.

It holds no result in memory that is not the solving process's own word, and writes nothing once the round is no
longer its own: cancelled, or taken up by another after this one fell silent.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

import structlog
from sqlalchemy.exc import SQLAlchemyError

from matcher.adapters.rounds.events import PROGRESS, Telling
from matcher.adapters.rounds.queue import RoundQueue, TakenRound
from matcher.adapters.rounds.reports import Ending, RoundReports
from matcher.adapters.solving_apart import ProcessEnded, SolvingProcess
from matcher.adapters.solving_apart.frames import Message
from shared.messaging.faults import is_database_away
from shared.pauses import said_within

log = structlog.get_logger(__name__)


class Solving(Protocol):
    """A solver at work on one round for as long as the block lasts."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def messages(self) -> AsyncGenerator[Message]:
        """Give what it says, as it comes; ProcessEnded when it ends untimely."""
        ...


Starts = Callable[[Message], Solving]
"""Starts a solver on its inputs."""


@dataclass(frozen=True)
class RoundPace:
    """How often the queue is looked into and signs of life are given, in seconds."""

    look_seconds: float = 1.0
    beat_seconds: float = 0.5


class RoundWorker:
    """Works rounds off until it is stopped; one that it is stopped in goes back to the queue at once.

    So does one in which the database was lost, as soon as it is back: no attempt counts that ends for that reason.
    """

    def __init__(
        self,
        queue: RoundQueue,
        reports: RoundReports,
        *,
        starts: Starts = SolvingProcess,
        pace: RoundPace | None = None,
    ) -> None:
        self._queue = queue
        self._reports = reports
        self._starts = starts
        self._pace = pace or RoundPace()
        self._stopping = asyncio.Event()
        self._broken_off: TakenRound | None = None

    def stop(self) -> None:
        """Ask it to end within moments."""
        self._stopping.set()

    async def run(self) -> None:
        """Take rounds and carry them out; the database being away is no reason to end."""
        while not self._stopping.is_set():
            try:
                await self._give_back_what_broke_off()
                taken = await self._queue.take()
                if taken is not None:
                    await self._carry_out_or_break_off(taken)
                    continue
            except (SQLAlchemyError, OSError) as error:
                log.warning("round_worker_hindered", error=str(error))
            await said_within(self._stopping, self._pace.look_seconds)

    async def _give_back_what_broke_off(self) -> None:
        if self._broken_off is not None:
            await self._queue.give_back(self._broken_off, counted=False)
            self._broken_off = None

    async def _carry_out_or_break_off(self, taken: TakenRound) -> None:
        try:
            await self._carry_out(taken)
        except (SQLAlchemyError, ConnectionError, TimeoutError) as error:
            if is_database_away(error):
                self._broken_off = taken
            raise

    async def _carry_out(self, taken: TakenRound) -> None:
        inputs = {"settings": taken.settings, "inputs": await self._queue.inputs(taken)}
        log.info("round_started", round_id=str(taken.id), attempt=taken.attempt)
        conduct = _Conduct(self._reports, taken)
        async with self._starts(inputs) as process:
            listening = asyncio.create_task(conduct.listen(process))
            try:
                await self._accompany(conduct, listening)
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError, ProcessEnded):
                    await listening
        await self._conclude(taken, conduct)
        log.info("round_left", round_id=str(taken.id), attempt=taken.attempt)

    async def _accompany(self, conduct: "_Conduct", listening: "asyncio.Task[None]") -> None:
        """Pass progress on and give signs of life until it ends, is no longer ours, or we are asked to stop."""
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            while conduct.is_ours and not listening.done() and not stopping.done():
                await asyncio.wait(
                    {listening, stopping}, timeout=self._pace.beat_seconds, return_when=asyncio.FIRST_COMPLETED
                )
                await conduct.beat()
        finally:
            stopping.cancel()

    async def _conclude(self, taken: TakenRound, conduct: "_Conduct") -> None:
        if conduct.ending is not None:
            await conduct.beat()
            await self._reports.end(taken, conduct.ending, conduct.untold())
        elif conduct.died_of is None:
            await self._queue.give_back(taken, counted=False)
        elif conduct.died_of < 0:
            log.warning("solving_process_killed", round_id=str(taken.id), signal=-conduct.died_of)
            await self._queue.give_back(taken, counted=True)
        else:
            failure = f"the solver ended with an error (exit code {conduct.died_of}); see the worker's log"
            await self._reports.end(taken, Ending("failed", {"failure": failure}))


class _Conduct:
    """One attempt at one round: what the solving process has said so far."""

    def __init__(self, reports: RoundReports, taken: TakenRound) -> None:
        self._reports = reports
        self._taken = taken
        self._latest: dict[tuple[Any, Any], Telling] = {}
        self._problem: Message | None = None
        self.is_ours = True
        self.ending: Ending | None = None
        self.died_of: int | None = None

    async def listen(self, process: Solving) -> None:
        """Take in what the process says until it has said how the round ended, or has died."""
        try:
            async with aclosing(process.messages()) as messages:
                async for message in messages:
                    self._hear(message)
                    if self.ending is not None:
                        return
        except ProcessEnded as end:
            self.died_of = end.code
        except (ValueError, KeyError) as error:
            self.ending = Ending("failed", {"failure": f"the solver said what nobody understands: {error!r}"})

    def untold(self) -> list[Telling]:
        """Return the progress that was not told yet: of each stage and level only the latest, so that it is short."""
        told, self._latest = list(self._latest.values()), {}
        return told

    async def beat(self) -> None:
        """Give a sign of life with what there is to tell, and learn whether the round is still ours."""
        problem, self._problem = self._problem, None
        if problem is not None:
            self.is_ours = await self._reports.note_records(self._taken, problem["input_digest"], problem["records"])
        if self.is_ours:
            self.is_ours = await self._reports.tell(self._taken, self.untold())

    def _hear(self, message: Message) -> None:
        match message["kind"]:
            case "progress":
                facts: Mapping[str, Any] = message["facts"]
                self._latest[facts["stage"], facts["level"]] = Telling(PROGRESS, facts)
            case "problem":
                self._problem = message
            case "outcome":
                document = message["document"]
                self.ending = Ending("done", {"outcome": document, "digest": document["digest"]})
            case "refused":
                self.ending = Ending("refused", {"violations": message["violations"]})
            case kind:
                self.ending = Ending("failed", {"failure": message.get("failure", f"the solver said {kind}")})
