"""Following the list of erasures: read from its first record before anything else, applied, and then kept up with.

So a database that was restored from a backup erases again what had been erased since, before it takes anything in.
"""

import asyncio
from collections.abc import Sequence
from typing import Final, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from shared.events.envelope import UndecodableEvent, UnknownEventType, decode
from shared.messaging.bus import IncomingRecord
from shared.pauses import said_within
from shared.personal.erasing import Eraser
from shared.personal.erasures import Erasure, note, told_by

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS: Final = 2.0
READ_WHOLE_EVERY_SECONDS: Final = 900.0
"""How soon an erasure is found that came to stand before others, as on a broker that lost everything unnoticed."""


class TopicReader(Protocol):
    """Reads one topic for itself, in no group."""

    async def read_on(self) -> list[IncomingRecord]:
        """Return what stands after what was read before, up to the present end; ConnectionError when the bus is away.

        So it is when the topic does not exist or may not be read. After an error the caller has it begin again.
        """
        ...

    async def begin_again(self) -> None:
        """Have the next reading begin at the first record, over a new connection."""
        ...


class ErasureListener:
    """Takes in the list and applies it while it runs; `caught_up` tells that all that stood there was applied."""

    def __init__(self, reader: TopicReader, eraser: Eraser, *, every: float = LOOK_EVERY_SECONDS) -> None:
        self._reader = reader
        self._eraser = eraser
        self._every = every
        self._stopping = asyncio.Event()
        self.caught_up = asyncio.Event()

    def stop(self) -> None:
        """Ask it to end after the round it is in."""
        self._stopping.set()

    async def run(self) -> None:
        """Read and apply until stopped; a bus or a database that is away is waited for."""
        began = self._now()
        try:
            while not self._stopping.is_set():
                if self._now() - began > READ_WHOLE_EVERY_SECONDS:
                    await self._reader.begin_again()
                    began = self._now()
                await self._round()
                await said_within(self._stopping, self._every)
        finally:
            await self._reader.begin_again()

    async def _round(self) -> None:
        try:
            await take_in(self._reader, self._eraser)
            await self._eraser.apply_pending()
        except (ConnectionError, SQLAlchemyError, OSError) as error:
            log.warning("erasures_not_read", error=repr(error))
            await self._reader.begin_again()
        else:
            self.caught_up.set()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


async def take_in(reader: TopicReader, eraser: Eraser) -> int:
    """Note what the topic tells and this database does not know, and return how many that were."""
    told = _erasures(await reader.read_on())
    if not told:
        return 0
    async with eraser.sessions() as session, session.begin():
        return sum([await note(session, eraser.erasures, erasure) for erasure in told])


def _erasures(records: Sequence[IncomingRecord]) -> list[Erasure]:
    """Read the records; one that cannot be read is told of and stays on the topic for a newer reader."""
    erasures: list[Erasure] = []
    for record in records:
        try:
            erasure = told_by(decode(record.headers, record.value))
        except (UndecodableEvent, UnknownEventType, ValueError):
            erasure = None
        if erasure is None:
            log.error("erasure_not_understood", offset=record.offset)
        else:
            erasures.append(erasure)
    return erasures
