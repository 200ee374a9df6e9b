"""When a transaction was committed, to a fraction of a millisecond: PostgreSQL sends notifications at that moment."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import perf_counter

import asyncpg
from sqlalchemy.engine import make_url

_CHANNEL = "bench_notices"
_TRIGGER = """
CREATE OR REPLACE FUNCTION bench_notice() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('SELECT pg_notify(%L, ($1).%I::text)', '{channel}', TG_ARGV[0]) USING NEW; RETURN NULL; END $$;
CREATE TRIGGER bench_notice AFTER {happens} ON {table} FOR EACH ROW WHEN ({when})
EXECUTE FUNCTION bench_notice('{column}')
"""


class Notices:
    """Remembers when each value was first told of, by this process's clock."""

    def __init__(self) -> None:
        self.told: dict[str, float] = {}
        self._news = asyncio.Event()

    def hear(self, _connection: object, _pid: int, _channel: str, value: object) -> None:
        """Take a notification."""
        self.told.setdefault(str(value), perf_counter())
        self._news.set()

    async def of(self, value: str, *, within: float = 30.0) -> float:
        """Return when this value was told of, waiting for it."""
        async with asyncio.timeout(within):
            while value not in self.told:
                self._news.clear()
                await self._news.wait()
        return self.told[value]


@asynccontextmanager
async def notices(
    url: str, table: str, column: str, *, happens: str = "INSERT", when: str = "true"
) -> AsyncGenerator[Notices]:
    """Have a database tell of each row of a table by one of its columns, at its commit."""
    address, heard = make_url(url), Notices()
    connection = await asyncpg.connect(user="postgres", host=address.query["host"], database=address.database)
    try:
        await connection.execute(
            _TRIGGER.format(channel=_CHANNEL, happens=happens, table=table, column=column, when=when)
        )
        await connection.add_listener(_CHANNEL, heard.hear)
        yield heard
    finally:
        await connection.close()
