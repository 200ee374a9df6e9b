"""Servers that run as children of the test session and never outlive it, however it ends."""

import os
import pwd
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

# Reads until its standard input closes, which the death of the test session does; then it ends the server,
# which has three seconds to end in good order.
_LEASH = """cat >/dev/null; kill -INT "$1"; attempts=30
while kill -0 "$1" && [ $attempts -gt 0 ]; do sleep 0.1; attempts=$((attempts - 1)); done
kill -KILL "$1"; rm -rf "$2"
"""


class ServerProcess:
    """A server from its start to its end; its output goes to a log that error messages quote.

    It is stopped, and its `directory` removed, even when the test session is killed.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        *,
        directory: Path,
        user: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._log = directory / "log"
        with self._log.open("ab") as output:
            self._server = _spawn(arguments, output=output.fileno(), user=user, environment=environment)
        leash = ["/bin/sh", "-c", _LEASH, "leash", str(self._server.pid), directory]
        self._leash = _spawn(leash, leashed=True)

    @property
    def pid(self) -> int:
        """The operating system's number for the server."""
        return self._server.pid

    @property
    def alive(self) -> bool:
        """Whether the server still runs."""
        if self._server.poll() is None:
            return True
        self._let_go()
        return False

    def stop(self, number: signal.Signals = signal.SIGTERM, *, within: float = 10.0) -> None:
        """Ask the server to end, and kill it when it has not after `within` seconds."""
        if self.alive:
            self._server.send_signal(number)
        try:
            self._server.wait(within)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._let_go()

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        self.stop(signal.SIGKILL)

    def last_words(self, lines: int = 20) -> str:
        """Return the end of the log, to be shown when the server did not do what it should."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])

    def _let_go(self) -> None:
        """End the leash before the number of the dead server can be given to another process."""
        if self._leash.poll() is None:
            os.killpg(self._leash.pid, signal.SIGKILL)
        if self._leash.stdin is not None:
            self._leash.stdin.close()
        self._leash.wait()


def run(arguments: Sequence[str | Path], *, user: str | None = None, within: float = 60.0) -> str:
    """Run a program to its end and return what it printed; a failure is raised with all it printed."""
    program = _spawn(arguments, output=subprocess.PIPE, user=user)
    try:
        printed = program.communicate(timeout=within)[0].decode(errors="replace")
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.communicate()
        raise
    if program.returncode != 0:
        raise RuntimeError(f"{arguments[0]} ended with {program.returncode}:\n{printed}")
    return printed


def _spawn(
    arguments: Sequence[str | Path],
    *,
    output: int = subprocess.DEVNULL,
    user: str | None = None,
    environment: Mapping[str, str] | None = None,
    leashed: bool = False,
) -> subprocess.Popen[bytes]:
    account = None if user is None else pwd.getpwnam(user)
    return subprocess.Popen(  # noqa: S603 - the arguments are the tests' own
        [str(argument) for argument in arguments],
        stdin=subprocess.PIPE if leashed else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        user=None if account is None else account.pw_uid,
        group=None if account is None else account.pw_gid,
        env=None if environment is None else {**os.environ, **environment},
        start_new_session=True,
    )
