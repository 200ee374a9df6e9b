"""Keycloak's own distribution, fetched once by Maven and prepared once, into the repository's own cache."""

import re
import tarfile
from pathlib import Path

from tests.support.jvm import fetch, java_for, made_once
from tests.support.processes import run
from tests.support.source_tree import ROOT

_PART = "Keycloak on this machine's JVM"
_CACHE = ROOT / ".cache" / "keycloak"
_FETCHING_SECONDS = 150.0
_PREPARING_SECONDS = 300.0


def version() -> str:
    """Return the version that the Compose stack runs."""
    dockerfile = (ROOT / "deploy/docker/keycloak/Dockerfile").read_text(encoding="utf-8")
    return re.findall(r"^ARG KEYCLOAK_IMAGE=\S+:(\S+)$", dockerfile, re.MULTILINE)[0]


def java() -> str:
    """Return the Java launcher; without one that can run Keycloak the test is not runnable."""
    return java_for(_PART)


def distribution() -> Path:
    """Return the prepared distribution."""
    return made_once(_CACHE / version(), _prepared)


def _prepared(scratch: Path) -> Path:
    artifact = f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{version()}:tar.gz"
    fetch(_PART, ["dependency:copy", artifact, f"-DoutputDirectory={scratch}"], within=_FETCHING_SECONDS)
    with tarfile.open(next(scratch.glob("*.tar.gz"))) as archive:
        archive.extractall(scratch, filter="data")
    unpacked = scratch / f"keycloak-{version()}"
    # As the image is built, but with a database in memory, so that nothing is ever written into the cache.
    options = ["--db=dev-mem", "--cache=local", "--health-enabled=true"]
    run([unpacked / "bin" / "kc.sh", "build", *options], within=_PREPARING_SECONDS)
    return unpacked
