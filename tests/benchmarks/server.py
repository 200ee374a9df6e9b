"""A process that a figure is taken of: started without a harness around it, weighed, and ended."""

import shutil
import sys
from collections.abc import Mapping

import httpx
import psutil

from tests.support.ports import free_port
from tests.support.processes import ServerProcess
from tests.support.scratch import new_scratch
from tests.support.waiting import WillNeverHoldError, eventually

MEBIBYTE = 2**20


class Server:
    """`python -m MODULE ARGUMENTS` with a port of its own, until it is closed."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        settings = {**environment, "ACCORD_PORT": str(self.port)}
        command = [sys.executable, "-m", module, *arguments]
        self._directory = new_scratch("accord-bench-")
        self._process = ServerProcess(command, directory=self._directory, environment=settings)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def ready(self, path: str = "/readyz") -> None:
        """Wait until a path is answered with 200."""

        async def answers() -> bool:
            if not self._process.alive:
                raise WillNeverHoldError(self._process.last_words())
            try:
                async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                    return (await client.get(f"{self.url}{path}")).is_success
            except httpx.TransportError:
                return False

        await eventually(answers, within=60, what=f"{self.url} is ready")

    def cpu_seconds(self) -> float:
        """Return how long it was at work on a core, since its start."""
        times = psutil.Process(self._process.pid).cpu_times()
        return times.user + times.system

    def mebibytes(self) -> float:
        """Return what it holds in memory; a page that several processes share is divided among them."""
        return psutil.Process(self._process.pid).memory_full_info().pss / MEBIBYTE

    def close(self) -> None:
        """End it, and remove what it wrote."""
        self._process.stop()
        shutil.rmtree(self._directory, ignore_errors=True)
