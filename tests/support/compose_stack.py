"""The Compose file as tests read it: merged, with every variable at its default."""

import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.support.not_run import not_runnable
from tests.support.processes import run
from tests.support.source_tree import ROOT

FILE = ROOT / "docker-compose.yml"
SERVICES = ("needs", "offers", "matcher")
_WITH_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")

Container = dict[str, Any]


@cache
def stack() -> dict[str, Any]:
    """Return the whole file."""
    parsed: dict[str, Any] = yaml.safe_load(_WITH_DEFAULT.sub(r"\1", FILE.read_text(encoding="utf-8")))
    return parsed


def containers() -> dict[str, Container]:
    """Return every container by its name."""
    found: dict[str, Container] = stack()["services"]
    return found


def ours() -> dict[str, Container]:
    """Return the containers that run Accord's own code."""
    images = tuple(f"accord-{service}:" for service in SERVICES)
    return {name: made for name, made in containers().items() if made["image"].startswith(images)}


def is_job(container: Container) -> bool:
    """Whether the container does one thing and ends."""
    return bool(container.get("restart") == "no")


def compose_command() -> list[str]:
    """Return the command of Docker Compose, which reads a file without any engine."""
    docker = shutil.which("docker")
    if docker is None:
        not_runnable("docker compose (there is no docker)")
    try:
        run([docker, "compose", "version"])
    except RuntimeError:
        not_runnable("docker compose (docker has no such command)")
    return [docker, "compose", "--file", str(FILE)]


def make_secrets(folder: Path) -> str:
    """Make the secrets in a folder of the test's own, and return what the script says."""
    return run([ROOT / "deploy" / "docker" / "make_secrets.sh", folder])
