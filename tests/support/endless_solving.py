"""`python -m tests.support.endless_solving`: a solving process that begins, tells of it, and never comes to an end."""

import sys
import threading

from matcher.adapters.solving_apart.frames import read_message
from matcher.adapters.solving_apart.pipes import end_with_the_leash, speaker


def main() -> None:
    """Take the inputs, say that work has begun, and wait."""
    say = speaker()
    read_message(sys.stdin.buffer)
    end_with_the_leash()
    say({"kind": "progress", "facts": {"stage": "solve", "level": "coverage", "done": 100}})
    threading.Event().wait()


if __name__ == "__main__":
    main()
