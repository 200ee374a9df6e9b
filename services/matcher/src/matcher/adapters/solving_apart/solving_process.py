"""The solving process as the worker holds it: started with its inputs, listened to, ended whenever that is wanted."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from matcher.adapters.solving_apart.frames import Message, framed, next_message

COMMAND: Final = (sys.executable, "-m", "matcher.adapters.solving_apart")
_OF_A_STACK: Final = "ACCORD_STACK"


class ProcessEnded(Exception):
    """The process ended before it had said how the round ended; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the solving process ended with code {code}")
        self.code = code


class SolvingProcess:
    """An async context manager: the process lives no longer than the block, and no longer than this process.

    Its standard input stays open as a leash: when that closes, by whatever end of ours, it ends itself.
    """

    def __init__(self, inputs: Message, command: Sequence[str] = COMMAND) -> None:
        self._inputs = inputs
        self._command = command
        self._process: asyncio.subprocess.Process

    @property
    def pid(self) -> int:
        """The operating system's number for the process."""
        return self._process.pid

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe, env=_environment(os.environ), start_new_session=True
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        _, stdin = self._streams
        stdin.close()
        with suppress(BrokenPipeError, ConnectionResetError):
            await stdin.wait_closed()

    async def messages(self) -> AsyncGenerator[Message]:
        """Hand the inputs over and give what the process says, as it comes; ProcessEnded when it ends untimely."""
        stdout, stdin = self._streams
        with suppress(BrokenPipeError, ConnectionResetError):
            stdin.write(framed(self._inputs))
            await stdin.drain()
        while True:
            message = await next_message(stdout)
            if message is None:
                raise ProcessEnded(await self._process.wait())
            yield message

    @property
    def _streams(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        stdout, stdin = self._process.stdout, self._process.stdin
        if stdout is None or stdin is None:
            raise RuntimeError("the process was started without pipes")
        return stdout, stdin


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Return what the process is told: no secrets of the service, and one thread for every library."""
    told = {name: value for name, value in ours.items() if not name.startswith("ACCORD_") or name == _OF_A_STACK}
    return told | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
