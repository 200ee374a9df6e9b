"""Keycloak's own distribution, fetched once by Maven and prepared once, into the repository's own cache."""

import fcntl
import re
import shutil
import tarfile
import tempfile
from pathlib import Path
from subprocess import TimeoutExpired

from tests.support.not_run import not_runnable
from tests.support.processes import run
from tests.support.source_tree import ROOT

_PART = "Keycloak on this machine's JVM"
_OLDEST_JAVA = 17
_CACHE = ROOT / ".cache" / "keycloak"
_FETCHING_SECONDS = 150.0
_PREPARING_SECONDS = 300.0


def version() -> str:
    """Return the version that the Compose stack runs."""
    dockerfile = (ROOT / "deploy/docker/keycloak/Dockerfile").read_text(encoding="utf-8")
    return re.findall(r"^ARG KEYCLOAK_IMAGE=\S+:(\S+)$", dockerfile, re.MULTILINE)[0]


def java() -> str:
    """Return the Java launcher; without one that can run Keycloak the test is not runnable."""
    found = shutil.which("java")
    if found is None:
        not_runnable(f"{_PART} (there is no java)")
    named = re.search(r'version "(\d+)', run([found, "-version"]))
    if named is None or int(named[1]) < _OLDEST_JAVA:
        not_runnable(f"{_PART} (java is older than {_OLDEST_JAVA})")
    return found


def distribution() -> Path:
    """Return the prepared distribution, which the first of several workers makes while the others wait."""
    folder = _CACHE / version()
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _make(folder)
    return folder


def _make(folder: Path) -> None:
    """Fill a temporary folder and rename it, so that `folder` is never seen half made."""
    maven = shutil.which("mvn")
    if maven is None:
        not_runnable(f"{_PART} (there is no mvn to fetch it)")
    artifact = f"org.keycloak:keycloak-quarkus-dist:{folder.name}:tar.gz"
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}-", dir=folder.parent) as scratch:
        goal = ["dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={scratch}"]
        try:
            run([maven, "--quiet", "--batch-mode", *goal], within=_FETCHING_SECONDS)
        except (RuntimeError, TimeoutExpired) as error:
            not_runnable(f"{_PART} (mvn cannot fetch it: {str(error).splitlines()[-1]})")
        with tarfile.open(next(Path(scratch).glob("*.tar.gz"))) as archive:
            archive.extractall(scratch, filter="data")
        unpacked = Path(scratch) / f"keycloak-{folder.name}"
        # As the image is built, but with a database in memory, so that nothing is ever written into the cache.
        options = ["--db=dev-mem", "--cache=local", "--health-enabled=true"]
        run([unpacked / "bin" / "kc.sh", "build", *options], within=_PREPARING_SECONDS)
        unpacked.rename(folder)
