"""How a service reaches its database: short waits, so that overload is answered and not queued."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from shared.persistence.resting import doubt_after_rest


@dataclass(frozen=True)
class Database:
    """A service's database: an engine with a pool for requests, one without for the relay, and sessions."""

    engine: AsyncEngine
    unpooled: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    farewells: list[Callable[[], Awaitable[None]]] = field(default_factory=list[Callable[[], Awaitable[None]]])
    """What is to be awaited before the connections are closed: work on them that nobody else waits for."""

    @classmethod
    def at(
        cls, url: str, *, pool_size: int = 10, pool_timeout: float = 2.0, silence_seconds: float = 60.0
    ) -> "Database":
        """Prepare access to a database; nothing is connected yet.

        A process that stands still within a transaction keeps its locks: after `silence_seconds` PostgreSQL ends it.
        """
        silence = {"idle_in_transaction_session_timeout": str(int(silence_seconds * 1000))}
        waits = {"timeout": 5, "command_timeout": 30, "server_settings": silence}
        engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=pool_timeout,
            hide_parameters=True,
            connect_args=waits,
        )
        doubt_after_rest(engine.sync_engine)
        unpooled = create_async_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=waits)
        sessions = async_sessionmaker(engine, expire_on_commit=False, autoflush=False)
        return cls(engine=engine, unpooled=unpooled, sessions=sessions)

    async def ping(self) -> None:
        """Raise what the driver raises unless the database answers."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def dispose(self) -> None:
        """Close every pooled connection, once what works on one by itself has ended."""
        for farewell in self.farewells:
            await farewell()
        await self.engine.dispose()
        await self.unpooled.dispose()
