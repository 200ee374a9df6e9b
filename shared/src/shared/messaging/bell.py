"""The bell of an outbox: whoever committed a row rings, and the leading relay looks at once, in whatever process it is.

It rings by a notification of PostgreSQL, in a transaction of its own after the commit. Within the commit it would be
certain, but commits that notify wait for each other's flush to disk. A ring that is lost costs the wait for the
relay's next poll, and nothing else.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import structlog
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

CHANNEL: Final = "accord_outbox"
"""Notifications stay within a database, so that services need no channels of their own."""

_RING: Final = "ring_after_commit"

log = structlog.get_logger(__name__)


class Bell:
    """Rings for the relay in another process; rings that come while one is on its way are one more."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._asked = False
        self._ringing: asyncio.Task[None] | None = None

    @property
    def is_silent(self) -> bool:
        """Whether no ring is on its way."""
        return self._ringing is None or self._ringing.done()

    def ring(self) -> None:
        """Ring soon, and never fail."""
        self._asked = True
        if self.is_silent:
            self._ringing = asyncio.get_running_loop().create_task(self._ring())

    async def fall_silent(self) -> None:
        """Wait for the ring that is on its way, after which none follows; its connection is given back."""
        self._asked = False
        if self._ringing is not None and not self._ringing.done():
            await asyncio.wait({self._ringing})

    async def _ring(self) -> None:
        while self._asked:
            self._asked = False
            try:
                async with self._engine.connect() as connection:
                    alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
                    await alone.execute(text(f"NOTIFY {CHANNEL}"))
            except (SQLAlchemyError, OSError) as error:
                log.info("outbox_bell_failed", error=repr(error))


def ring_after_commits(sessions: async_sessionmaker[AsyncSession], ring: Callable[[], None]) -> None:
    """Have it rung whenever a session of these has committed a row of the outbox."""
    sessions.configure(info={_RING: ring})


def ring_once_committed(session: AsyncSession) -> None:
    """Have the session's bell rung, if it has one, when this transaction commits."""
    ring: Callable[[], None] | None = session.info.get(_RING)
    if ring is None:
        return

    def committed(_session: object) -> None:
        ring()

    event.listen(session.sync_session, "after_commit", committed, once=True)


async def listen(connection: AsyncConnection, heard: Callable[[], None]) -> None:
    """Have `heard` called at each ring, for as long as the connection lasts; it is in no transaction."""

    def rung(*_: object) -> None:
        heard()

    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    await driver.add_listener(CHANNEL, rung)
