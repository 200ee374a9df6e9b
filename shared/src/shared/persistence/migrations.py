"""Running a service's Alembic migrations, one process at a time."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.messaging.leadership import wait_for_turn


def configuration(migrations: Path) -> Config:
    """Return Alembic's configuration for a folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    return config


async def upgrade(database_url: str, migrations: Path, revision: str = "head") -> None:
    """Bring the database to the given revision; a second process waits for the first and finds nothing to do."""
    engine = create_async_engine(database_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await wait_for_turn(connection, "accord.migrate")
            await connection.run_sync(_upgrade, migrations, revision)
    finally:
        await engine.dispose()


def upgrade_now(database_url: str, migrations: Path) -> None:
    """Run `upgrade` from a place without an event loop."""
    asyncio.run(upgrade(database_url, migrations))


def _upgrade(connection: Connection, migrations: Path, revision: str) -> None:
    config = configuration(migrations)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
