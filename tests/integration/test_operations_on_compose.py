"""The part of docs/operations.md on Compose, where a Docker engine answers and Accord's images are there."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.compose_stack import FILE, SERVICES, compose_command
from tests.support.not_run import not_runnable
from tests.support.operations_page import COMPOSE, block
from tests.support.ports import free_port_range
from tests.support.shell import follow
from tests.support.source_tree import ROOT

pytestmark = pytest.mark.timeout(1200)

PORTS = 20
"""The page's, from 8700: those of the services, and 8711 and 8712 for two APIs."""


@pytest.fixture
def operator_folder(tmp_path: Path) -> Path:
    """A folder as the page supposes it, in which dumps may be written."""
    docker = compose_command()[0]
    images = [f"accord-{service}:0.1.0" for service in SERVICES]
    asked = [docker, "image", "inspect", *images]
    if subprocess.run(asked, capture_output=True, check=False).returncode != 0:  # noqa: S603 (a fixed command)
        not_runnable("docs/operations.md on Compose (no Docker engine with Accord's images answers)")
    for name in ("deploy", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_compose_is_operated_as_the_page_says(operator_folder: Path) -> None:
    assert shutil.which("curl")
    base = free_port_range(PORTS)
    names = {"ACCORD_NEEDS_PORT": 1, "ACCORD_OFFERS_PORT": 2, "ACCORD_MATCHER_PORT": 3, "ACCORD_KEYCLOAK_PORT": 4}
    environment = {name: str(base + number) for name, number in names.items()}
    environment |= {"COMPOSE_FILE": str(FILE), "COMPOSE_PROJECT_NAME": "accord-operations-page"}
    page = "\n".join(block(name).text for name in COMPOSE).replace("=8711-8712", f"={base + 11}-{base + 12}")
    try:
        said = follow(page, operator_folder, port_base=base, environment=environment, within=1100)
    finally:
        follow("docker compose down --volumes", operator_folder, port_base=base, environment=environment)
    assert "88 there" in said
    assert "67 there" in said
    assert all((operator_folder / f"{service}.dump").stat().st_size for service in SERVICES)
