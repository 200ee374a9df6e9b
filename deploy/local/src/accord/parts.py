"""Starting and ending the processes of a stack, each with its own log file."""

import subprocess
from collections.abc import Mapping, Sequence
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


def end(process: psutil.Process) -> None:
    """Ask the process to end, and end it when it does not within its time."""
    try:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)
    except psutil.NoSuchProcess:
        return
