"""Starting and ending the processes of a stack, each with its own log file."""

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil

from accord.layout import DataDirectory

STOP_SECONDS = 15.0
STACK_VARIABLE = "ACCORD_STACK"
"""Stands in the environment of each process of a stack, with the stack's data directory."""


@dataclass(frozen=True)
class Part:
    """A process to run: its name, command and environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


def start(part: Part, data: DataDirectory) -> subprocess.Popen[bytes]:
    """Start the part in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    with data.log(part.name).open("ab") as output:
        return subprocess.Popen(  # noqa: S603 (the commands are this package's own)
            list(part.command),
            env={**part.environment, STACK_VARIABLE: str(data.root)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def started_for(data: DataDirectory) -> list[psutil.Process]:
    """Return every process that was ever started for this stack and still runs, whether anyone noted it or not."""
    return [process for process in psutil.process_iter() if _stack_of(process) == str(data.root)]


def end(processes: Iterable[psutil.Process], *, within: float = STOP_SECONDS) -> None:
    """Ask the processes to end, all at once, and end those that do not within so many seconds."""
    asked = list(processes)
    for process in asked:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(asked, timeout=within)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=STOP_SECONDS)


def _stack_of(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(STACK_VARIABLE)
    except (psutil.Error, OSError):
        return None
