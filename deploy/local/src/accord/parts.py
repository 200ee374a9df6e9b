"""Starting and ending the processes of a stack, each with its own log file."""

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

STOP_SECONDS = 15.0


@dataclass(frozen=True)
class Part:
    """A process to run: its name, command and environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


def start(part: Part, log: Path) -> subprocess.Popen[bytes]:
    """Start the part in a session of its own, so that Ctrl-C reaches the supervisor alone."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 (the commands are this package's own)
            list(part.command),
            env=dict(part.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


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
