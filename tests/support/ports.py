"""Free TCP ports that stay free: outside the range from which the kernel takes ports for outgoing connections."""

import random
import socket

_FIRST, _LAST = 15_000, 30_000
_CHOICE = random.SystemRandom()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on.

    A port of the kernel's own range could be lost while its server is down, or a client that keeps
    calling it could be connected to itself.
    """
    return free_port_range(1)


def free_port_range(length: int) -> int:
    """Return the first of so many ports in a row that nothing listens on."""
    while True:
        first = _CHOICE.randint(_FIRST, _LAST - length)
        if all(_is_free(port) for port in range(first, first + length)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
