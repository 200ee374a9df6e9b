"""`python -m matcher.adapters.solving_apart`: reads one round's inputs, says how it goes, and ends with the result.

It has no address of any database and no secret. When its standard input closes, nobody waits for it any more.
"""

import os
import sys
from typing import Final

from matcher.adapters.solving_apart.computing import compute
from matcher.adapters.solving_apart.frames import read_message
from matcher.adapters.solving_apart.pipes import end_with_the_leash, speaker

NICENESS: Final = 10
"""A round may take minutes; whatever else runs on the machine goes before it."""


def main() -> None:
    """Do one round."""
    say = speaker()
    os.nice(NICENESS)
    try:
        inputs = read_message(sys.stdin.buffer)
    except EOFError:  # the worker died before it had said what is to be done
        return
    end_with_the_leash()
    for message in compute(inputs, say):
        say(message)


if __name__ == "__main__":
    main()
