"""What tests that need a JVM ask of this machine: a launcher, and a folder that Maven fills once for all workers."""

import fcntl
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import TimeoutExpired

from tests.support.not_run import not_runnable
from tests.support.processes import run

_OLDEST_JAVA = 17


def java_for(part: str) -> str:
    """Return the Java launcher; without one that is new enough, what the part is for is not runnable."""
    found = shutil.which("java")
    if found is None:
        not_runnable(f"{part} (there is no java)")
    named = re.search(r'version "(\d+)', run([found, "-version"]))
    if named is None or int(named[1]) < _OLDEST_JAVA:
        not_runnable(f"{part} (java is older than {_OLDEST_JAVA})")
    return found


def made_once(folder: Path, fill: Callable[[Path], Path]) -> Path:
    """Return the folder, which the first of several workers makes while the others wait.

    `fill` is given a temporary folder beside it and returns what is then renamed, so that it is never seen half made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with tempfile.TemporaryDirectory(prefix=f"{folder.name}-", dir=folder.parent) as scratch:
                fill(Path(scratch)).rename(folder)
    return folder


def fetch(part: str, goal: Sequence[str], *, within: float) -> None:
    """Let Maven reach a goal; where it is missing or fails, what the part is for is not runnable."""
    maven = shutil.which("mvn")
    if maven is None:
        not_runnable(f"{part} (there is no mvn to fetch it)")
    try:
        run([maven, "--quiet", "--batch-mode", *goal], within=within)
    except (RuntimeError, TimeoutExpired) as error:
        not_runnable(f"{part} (mvn cannot fetch it: {str(error).splitlines()[-1]})")
