"""A server that a test session starts ends with it, whichever way the session ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.processes import ServerProcess, run
from tests.support.waiting import wait_until

LINGER = ["/bin/sh", "-c", "echo ready; sleep 3600"]
STUBBORN = ["/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]
SESSION = """
import sys
from pathlib import Path
from tests.support.processes import ServerProcess

server = ServerProcess(["sleep", "3600"], directory=Path(sys.argv[1]))
print(server.pid, flush=True)
sys.stdin.read()
"""


def started(arguments: list[str], directory: Path) -> ServerProcess:
    server = ServerProcess(arguments, directory=directory)
    wait_until(lambda: "ready" in server.last_words(), what="the server has said that it is ready")
    return server


def test_a_server_is_asked_to_end(tmp_path: Path) -> None:
    server = started(LINGER, tmp_path)
    assert server.alive
    server.stop()
    assert not server.alive


def test_a_server_that_does_not_end_when_asked_is_killed(tmp_path: Path) -> None:
    server = started(STUBBORN, tmp_path)
    server.stop(within=0.2)
    assert not psutil.pid_exists(server.pid)


def test_what_a_server_said_last_can_be_quoted(tmp_path: Path) -> None:
    server = started(["/bin/sh", "-c", "echo one; echo two; echo ready"], tmp_path)
    wait_until(lambda: not server.alive, what="the server has ended by itself")
    assert server.last_words(lines=2) == "two\nready"


def test_a_stopped_server_leaves_its_directory_to_whoever_started_it(tmp_path: Path) -> None:
    started(LINGER, tmp_path).stop()
    assert (tmp_path / "log").exists()


def test_a_server_does_not_outlive_a_session_that_is_killed(tmp_path: Path) -> None:
    directory = tmp_path / "server"
    directory.mkdir()
    command = [sys.executable, "-c", SESSION, str(directory)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as session:  # noqa: S603 - our own
        assert session.stdout is not None
        server = psutil.Process(int(session.stdout.readline()))
        os.kill(session.pid, signal.SIGKILL)
    wait_until(lambda: not server.is_running(), what="the server has ended with the session")
    wait_until(lambda: not directory.exists(), what="the directory of the server is gone")


def test_a_program_that_fails_is_raised_with_what_it_printed() -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3:\nno such need"):
        run(["/bin/sh", "-c", "echo no such need; exit 3"])


def test_a_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run(["/bin/sh", "-c", "sleep 3600"], within=0.1)
