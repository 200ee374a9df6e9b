"""Running a service's Alembic migrations, one process at a time."""

import asyncio
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.messaging.leadership import wait_for_turn

log = structlog.get_logger(__name__)


def configuration(migrations: Path) -> Config:
    """Return Alembic's configuration for a folder of migrations."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    return config


async def upgrade(database_url: str, migrations: Path, revision: str = "head") -> None:
    """Bring the database to the given revision; a second process waits for the first and finds nothing to do.

    A schema that a later version has put in place is left as it is: schemas only grow while an older version may run.
    """
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
    later = _unknown_here(connection, ScriptDirectory.from_config(config))
    if later:
        log.warning("schema_of_a_later_version", revisions=sorted(later))
        return
    command.upgrade(config, revision)


def _unknown_here(connection: Connection, scripts: ScriptDirectory) -> set[str]:
    """Return the revisions that the database says it has and of which this version has no script."""
    known = {script.revision for script in scripts.walk_revisions()}
    return set(MigrationContext.configure(connection).get_current_heads()) - known
