"""The solving process's ends of the pipes: what it says goes out whole, and when nobody listens it ends."""

import os
import sys
import threading
from collections.abc import Callable

from matcher.adapters.solving_apart.frames import Message, framed


def speaker() -> Callable[[Message], None]:
    """Return what sends messages to the worker; whatever else writes to standard output is sent to standard error."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(message: Message) -> None:
        output.write(framed(message))
        output.flush()

    return say


def end_with_the_leash() -> None:
    """End this process when the other end of its standard input is gone, whatever it is doing."""
    leash = sys.stdin.fileno()

    def watch() -> None:
        # Read past Python's buffer, whose lock a thread may not hold when the interpreter ends.
        while os.read(leash, 1):
            pass
        os._exit(os.EX_OK)

    threading.Thread(target=watch, daemon=True).start()
