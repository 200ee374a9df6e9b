"""Work that goes on beside the HTTP server, and work that comes round at intervals."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from shared.messaging.leadership import lock_number
from shared.pauses import said_within

log = structlog.get_logger(__name__)


class Background(Protocol):
    """Something that runs until it is asked to stop; when it raises, the process ends and is started anew."""

    async def run(self) -> None:
        """Run until stopped."""
        ...

    def stop(self) -> None:
        """Ask it to end soon."""
        ...


Job = Callable[[AsyncSession], Awaitable[None]]


class Repeated(ABC):
    """Does a round, waits, and begins again until it is stopped; a database that is away is no reason to end."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask it to end after the round it is in."""
        self._stopping.set()

    async def run(self) -> None:
        """Do a round, wait, and begin again."""
        while not self._stopping.is_set():
            try:
                await self._round()
            except (SQLAlchemyError, OSError) as error:
                self._put_off(error)
            await said_within(self._stopping, self._every)

    @abstractmethod
    async def _round(self) -> None:
        """Do what is to be done once."""

    @abstractmethod
    def _put_off(self, error: Exception) -> None:
        """Say that this round failed and is left to the next one."""


class Periodic(Repeated):
    """Runs a job at intervals, each time in one transaction and in one of all replicas at most."""

    def __init__(self, name: str, sessions: async_sessionmaker[AsyncSession], job: Job, *, every: float) -> None:
        super().__init__(every)
        self._name = name
        self._sessions = sessions
        self._job = job

    async def _round(self) -> None:
        async with self._sessions() as session, session.begin():
            lock = text("SELECT pg_try_advisory_xact_lock(:number)")
            mine = await session.scalar(lock, {"number": lock_number(f"accord.periodic.{self._name}")})
            if mine:
                await self._job(session)

    def _put_off(self, error: Exception) -> None:
        log.warning("periodic_job_failed", job=self._name, error=str(error))
