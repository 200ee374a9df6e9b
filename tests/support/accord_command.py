"""The command `accord` as a user runs it, on a data directory and a range of ports of the test's own."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.support.ports import free_port_range
from tests.support.scratch import new_scratch

ACCORD = Path(sys.executable).with_name("accord")
PORTS = 6


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit code, and all that it printed."""

    code: int
    output: str
    errors: str

    @property
    def text(self) -> str:
        """Everything it printed, with runs of spaces and line ends as one space."""
        return " ".join((self.output + " " + self.errors).split())


class AccordCommand:
    """`accord` on one data directory."""

    def __init__(self) -> None:
        self.data = new_scratch("accord-e2e-")
        self.port_base = free_port_range(PORTS)

    def run(self, *arguments: str | Path, within: float = 240.0) -> Said:
        """Run a command to its end."""
        ended = subprocess.run(  # noqa: S603 - the tests' own arguments
            self._line(arguments), capture_output=True, text=True, timeout=within, check=False, env=_environment()
        )
        return Said(ended.returncode, ended.stdout, ended.stderr)

    def must(self, *arguments: str | Path, within: float = 240.0) -> str:
        """Run a command that has to succeed, and return what it printed."""
        said = self.run(*arguments, within=within)
        assert said.code == 0, said.text
        return said.output

    def begin(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Begin a command that stays in the foreground; its output goes to `foreground.log`."""
        with (self.data / "foreground.log").open("wb") as output:
            return subprocess.Popen(self._line(arguments), stdout=output, stderr=output, env=_environment())  # noqa: S603 - as above

    def foreground_output(self) -> str:
        """Return what a command that was begun has printed so far."""
        return (self.data / "foreground.log").read_text(errors="replace")

    def processes(self) -> list[psutil.Process]:
        """Return every process that names the data directory, in its arguments or its environment."""
        return [process for process in psutil.process_iter() if _names(process, str(self.data))]

    def close(self) -> None:
        """Stop what runs, by force where `accord down` does not, and remove the data."""
        self.run("down", within=90)
        for process in self.processes():
            process.send_signal(signal.SIGKILL)
        shutil.rmtree(self.data, ignore_errors=True)

    def _line(self, arguments: tuple[str | Path, ...]) -> list[str]:
        command, *rest = map(str, arguments)
        ports = ["--port-base", str(self.port_base)] if command == "up" and "--port-base" not in rest else []
        place = [] if "--data-dir" in rest else ["--data-dir", str(self.data)]
        return [str(ACCORD), command, *rest, *ports, *place]


def _environment() -> dict[str, str]:
    """Return this process's environment with a terminal wide enough that no line of a table is broken."""
    return os.environ | {"COLUMNS": "200"}


def _names(process: psutil.Process, word: str) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE or process.pid == os.getpid():
            return False
        return any(word in each for each in [*process.cmdline(), *process.environ().values()])
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
