"""A clock of its own for one program on this machine, which a test sets: libfaketime, loaded before the C library.

Apache Kafka cannot be given one: a JVM does not get ready with this library.
"""

import importlib.util
import platform
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

_WHEEL = "libfaketime"
_LIBRARY = "vendor/libfaketime/src/libfaketime.so.1"
_READ_EVERY_SECONDS = 1


def can_be_set() -> bool:
    """Whether the wheel's library can be loaded here: it is built for Linux with the GNU C library on x86-64."""
    return (platform.system(), platform.machine(), platform.libc_ver()[0]) == ("Linux", "x86_64", "glibc")


class SettableClock:
    """What a program asks for the time of day is given it so much ahead; what measures time is left alone.

    Its files are kept in `directory`, which the program's user can read.
    """

    def __init__(self, directory: Path) -> None:
        self._library = directory / Path(_LIBRARY).name
        self._file = directory / "clock"
        shutil.copyfile(_wheel() / _LIBRARY, self._library)
        self.set(timedelta())

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables with which the program, and all that it starts, is started."""
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": f"{_READ_EVERY_SECONDS}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def set(self, ahead: timedelta) -> None:
        """Have the clock go ahead of the machine's by so much, or behind it, within about a second."""
        written = self._file.with_suffix(".new")
        written.write_text(f"{ahead.total_seconds():+.0f}")
        written.chmod(0o644)
        written.replace(self._file)


def _wheel() -> Path:
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {_WHEEL} is not installed")
    return Path(found.origin).parent
