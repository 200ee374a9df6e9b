"""Least rights for a service's database role: it reads and writes rows, and changes neither tables nor what is kept.

Migrations run as another role, which owns the tables. So a service that is taken over, or wrong, can rewrite no log.
"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from shared.messaging.leadership import wait_for_turn


async def grant_service_rights(owner_url: str, service_url: str, append_only: Sequence[str] = ()) -> None:
    """Give the role of `service_url` what a service needs on all the owner's tables, and no more; anew each time.

    On the tables named it may read and add rows. Where both addresses name the same role nothing is to be given.
    """
    role = make_url(service_url).username
    if role is None or role == make_url(owner_url).username:
        return
    engine = create_async_engine(owner_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await wait_for_turn(connection, "accord.migrate")
            await _grant(connection, role, append_only)
    finally:
        await engine.dispose()


async def _grant(connection: AsyncConnection, role: str, append_only: Sequence[str]) -> None:
    """Take everything back and give it anew, in one transaction, which nobody sees half of."""
    quoted = connection.dialect.identifier_preparer.quote
    to = quoted(role)
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}",
        f"GRANT USAGE ON SCHEMA public TO {to}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {to}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}",
        f"REVOKE ALL ON alembic_version FROM {to}",
        *(f"REVOKE UPDATE, DELETE ON {quoted(table)} FROM {to}" for table in append_only),
    ]
    for statement in statements:
        await connection.execute(text(statement))
