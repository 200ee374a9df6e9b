"""One process of a service, as a platform runs it: started, killed, held still, and started anew when it ended."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import httpx

from tests.support.ports import free_port
from tests.support.processes import ServerProcess
from tests.support.waiting import WillNeverHoldError

THIS_VERSION = "tests.support.campaign.clocked"
"""What runs a part as it is; see `next_process` for what runs it as the next version."""
_ENDS_AT_MOST = 50


class Part:
    """`python -m <service>.main <role>`, with a port of its own for health, figures and, of an API, requests.

    Its clock can be set wrong (see `clocked`).
    """

    def __init__(self, service: str, role: str, number: int, environment: Mapping[str, str]) -> None:
        self.service = service
        self.role = role
        self.name = f"{service} {role} {number}"
        self.port = free_port()
        self.runner = THIS_VERSION
        self.wanted = True
        self.ended_unasked = 0
        self._environment = {**environment, "ACCORD_PORT": str(self.port)}
        self._directory = Path(tempfile.mkdtemp(prefix=f"accord-{service}-{role}-"))
        self._process: ServerProcess | None = None
        self._held = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The operating system's number of its process."""
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether its process is there, at work or held still."""
        return self._process is not None and self._process.alive

    def start(self) -> None:
        """Start its process; see `is_ready`."""
        self.wanted = True
        clocked = [sys.executable, "-m", self.runner, self._directory / "ahead"]
        command = [*clocked, f"{self.service}.main", self.role]
        self._process = ServerProcess(command, directory=self._directory, environment=self._environment)

    def start_anew_if_ended(self) -> None:
        """Start it where it should run and does not, and count that; a platform does the same."""
        if self.wanted and not self.alive:
            self.ended_unasked += 1
            self.start()

    def kill(self) -> None:
        """End it at once, as a crash would; it stays away until it is started."""
        self.wanted = False
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """Stop it in good order."""
        self.wanted = False
        if self._process is not None:
            self._process.stop(within=40)

    def hold(self) -> None:
        """Hold its process still, as a machine does that stands still for a while."""
        os.kill(self.pid, signal.SIGSTOP)
        self._held = True

    def let_go(self) -> None:
        """Let its process go on where it was held still."""
        os.kill(self.pid, signal.SIGCONT)
        self._held = False

    def set_clock(self, ahead: timedelta) -> None:
        """Have its clock go ahead of the machine's by so much, or behind it, within a moment; kept over its starts."""
        written = self._directory / "ahead.new"
        written.write_text(f"{ahead.total_seconds()}")
        written.replace(self._directory / "ahead")

    def close(self) -> None:
        """End it and remove what it wrote."""
        self.kill()
        shutil.rmtree(self._directory, ignore_errors=True)

    def said(self) -> str:
        """Return everything it logged, over all its starts."""
        return (self._directory / "log").read_text(errors="replace")

    async def is_ready(self) -> bool:
        """Whether it answers that it is ready; where it ends at each start, say so at once."""
        if self.ended_unasked > _ENDS_AT_MOST or (not self.alive and self.ended_unasked == 0):
            raise WillNeverHoldError(f"{self.name} ended:\n{self.said()[-2000:]}")
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                return (await client.get(f"{self.url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    async def figures(self) -> str:
        """Return its figures, in Prometheus' text."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            return (await client.get(f"{self.url}/metrics")).text
