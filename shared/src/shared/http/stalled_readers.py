"""Callers that ask and do not read: their answers would stay in this process's memory for as long as they like.

Closing such a connection in good order does not help, for what was written waits to be read all the same.
"""

import array
import asyncio
import fcntl
import termios
from typing import Final

READER_SECONDS: Final = 20.0
"""How long a caller may leave an answer unread."""

LEAST_BYTES: Final = 20 * 1024
"""How much of it has to be read in that time, for it to go on."""


class ReaderWatch:
    """Breaks a connection off whose caller does not read, from when its buffer is full until it is read again."""

    def __init__(self, loop: asyncio.AbstractEventLoop, transport: asyncio.WriteTransport, seconds: float) -> None:
        self._loop = loop
        self._transport = transport
        self._seconds = seconds
        self._next_look: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Watch from now on."""
        self.end()
        self._next_look = self._loop.call_later(self._seconds, self._look, _unread(self._transport))

    def end(self) -> None:
        """Watch no more."""
        if self._next_look is not None:
            self._next_look.cancel()
            self._next_look = None

    def _look(self, unread_before: int) -> None:
        # Whoever sends waits for this watch to end, so that nothing was added meanwhile.
        if unread_before - _unread(self._transport) < LEAST_BYTES:
            self._transport.abort()
        else:
            self.begin()


def _unread(transport: asyncio.WriteTransport) -> int:
    """Return how much the caller's machine has not acknowledged, of the kernel's megabytes too.

    They are sent on for minutes to a slow caller before a byte leaves the buffer here.
    """
    connection = transport.get_extra_info("socket")
    in_kernel = array.array("i", [0])
    if connection is not None:
        fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, in_kernel)
    return transport.get_write_buffer_size() + in_kernel[0]
