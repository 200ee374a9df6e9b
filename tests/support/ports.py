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
    while True:
        port = _CHOICE.randint(_FIRST, _LAST)
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
