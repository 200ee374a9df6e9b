"""The jars of Apache Kafka, fetched once by Maven into the repository's own cache."""

import fcntl
import re
import shutil
import tempfile
from pathlib import Path
from subprocess import TimeoutExpired

from tests.support.brokers.kafka_settings import VERSION
from tests.support.not_run import not_runnable
from tests.support.processes import run

_PART = "Apache Kafka on this machine's JVM"
_OLDEST_JAVA = 17
_CACHE = Path(__file__).parents[3] / ".cache" / "kafka"
_POM = Path(__file__).with_name("kafka-pom.xml")
_FETCHING_SECONDS = 100.0


def java() -> str:
    """Return the Java launcher; without one that can run Kafka the test is not runnable."""
    found = shutil.which("java")
    if found is None:
        not_runnable(f"{_PART} (there is no java)")
    version = re.search(r'version "(\d+)', run([found, "-version"]))
    if version is None or int(version[1]) < _OLDEST_JAVA:
        not_runnable(f"{_PART} (java is older than {_OLDEST_JAVA})")
    return found


def jars() -> Path:
    """Return the folder of the jars, which the first of several workers fetches while the others wait."""
    folder = _CACHE / VERSION
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    """Fill a temporary folder and rename it, so that `folder` is never seen half full."""
    maven = shutil.which("mvn")
    if maven is None:
        not_runnable(f"{_PART} (there is no mvn to fetch it)")
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}-", dir=folder.parent) as scratch:
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={scratch}/jars"]
        project = ["--file", str(_POM), f"-Dkafka.version={VERSION}"]
        try:
            run([maven, "--quiet", "--batch-mode", *project, *goal], within=_FETCHING_SECONDS)
        except (RuntimeError, TimeoutExpired) as error:
            not_runnable(f"{_PART} (mvn cannot fetch it: {str(error).splitlines()[-1]})")
        (Path(scratch) / "jars").rename(folder)
