"""A relay that found its outbox empty for long is not slowed down by the backlog that comes."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.messaging.outbox_rows import OutboxRows
from tests.support.databases import Databases
from tests.support.deliveries import OUTBOX, accept, histories, small_service

ROWS, WINDOW = 1000, 500
PLANS_ARE_KEPT_AFTER = 5
"""How often PostgreSQL plans a prepared statement anew before it keeps a plan."""

_LOOKED_AT = text("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'outbox'")


async def looked_at(connection: AsyncConnection) -> int:
    """Return how many rows of the outbox were looked at so far."""
    async with connection.begin():
        await connection.execute(text("SELECT pg_stat_force_next_flush()"))
    async with connection.begin():
        return int((await connection.execute(_LOOKED_AT)).scalar_one())


async def test_a_plan_made_while_the_outbox_was_empty_does_for_a_backlog(databases: Databases) -> None:
    async with small_service(databases) as database, database.engine.connect() as relay:
        async with database.engine.connect() as beside:
            alone = await beside.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("VACUUM ANALYZE outbox"))
        rows = OutboxRows(relay, OUTBOX)
        for _ in range(PLANS_ARE_KEPT_AFTER + 1):
            assert await rows.due(WINDOW) == []
        await accept(database, histories(keys=ROWS // 4, versions=4))
        before = await looked_at(relay)
        assert len(await rows.due(WINDOW)) == WINDOW
        assert WINDOW <= await looked_at(relay) - before < 10 * ROWS
