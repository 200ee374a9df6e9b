"""A database that is lost again and again while a round is worked on delays the round, and does not end it."""

from collections.abc import AsyncGenerator
from types import TracebackType
from typing import Self

import pytest

from matcher.adapters.rounds.queue import MOST_ATTEMPTS
from matcher.adapters.solving_apart.frames import Message
from tests.support.databases import allow_connections, block_connections
from tests.support.round_desk import RoundDesk, SolvingHere, scarce
from tests.support.running_matcher import RunningMatcher
from tests.support.waiting import eventually


@pytest.fixture
async def desk(matcher: RunningMatcher) -> RoundDesk:
    await matcher.take_in(*scarce())
    return RoundDesk(matcher)


class Solvers:
    """Starts solvers that never end, and counts how many are begun and how many were ended."""

    def __init__(self) -> None:
        self.begun, self.ended = 0, 0

    def start(self, _: Message) -> "Solver":
        """Start one."""
        return Solver(self)


class Solver:
    """One that says nothing for as long as it may."""

    def __init__(self, counted: Solvers) -> None:
        self._counted = counted

    async def __aenter__(self) -> Self:
        self._counted.begun += 1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._counted.ended += 1

    async def messages(self) -> AsyncGenerator[Message]:
        """Wait for ever."""
        await eventually(lambda: None, within=3600, what="anything is said")
        yield {}


async def test_a_round_outlives_more_losses_of_the_database_than_it_has_attempts(desk: RoundDesk) -> None:
    round_id, solvers = await desk.asked_for(), Solvers()
    url = desk.matcher.service.database.engine.url.render_as_string(hide_password=False)
    async with desk.at_work(solvers.start):
        for loss in range(1, MOST_ATTEMPTS + 1):
            await eventually(lambda loss=loss: solvers.begun == loss, what="the round is worked on")
            await block_connections(url)
            await eventually(lambda loss=loss: solvers.ended == loss, what="the loss is noticed")
            await allow_connections(url)
        await eventually(lambda: solvers.begun == MOST_ATTEMPTS + 1, what="the round is worked on again")
    async with desk.at_work(SolvingHere):
        await desk.comes_to(round_id, "done")
