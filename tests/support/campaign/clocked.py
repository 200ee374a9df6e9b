"""`python -m tests.support.campaign.clocked FILE MODULE [ARGUMENT ...]`: a program whose clock goes wrong.

It is wrong by as many seconds as FILE says. What asks Python for the time is given it so, and so are the ids of
records, which a library makes in Rust. What measures time (monotonic clocks, time-outs) is left alone, as it is when
a machine's clock is set. So are the times of records on Kafka, which aiokafka asks C for; what a broker makes of those
is tried in contract/test_relays_with_wrong_clocks.
"""

import runpy
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import time_machine
import uuid_utils.compat

_LOOKED_AT_EVERY_SECONDS = 0.1
_new_id = uuid_utils.compat.uuid7


class WrongClock:
    """A clock that is set by a file: how many seconds it is ahead, or with a minus behind."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._ahead = 0.0
        self._traveller = time_machine.travel(time.time(), tick=True).start()

    def watch(self) -> None:
        """Follow the file until the process ends."""
        never = Event()
        while not never.wait(_LOOKED_AT_EVERY_SECONDS):
            self.look()

    def look(self) -> None:
        """Take over what the file says; a file that is not there, or half written, changes nothing."""
        with suppress(OSError, ValueError):
            asked = float(self._file.read_text())
            if asked != self._ahead:
                self._traveller.shift(timedelta(seconds=asked - self._ahead))
                self._ahead = asked

    def new_id(self) -> UUID:
        """Return an id whose time is that of this clock."""
        return _new_id(nanoseconds=time.time_ns()) if self._ahead else _new_id()


def main() -> None:
    """Run the module as if it had been started itself."""
    file, module, *arguments = sys.argv[1:]
    clock = WrongClock(Path(file))
    clock.look()
    uuid_utils.compat.uuid7 = clock.new_id
    Thread(target=clock.watch, daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
