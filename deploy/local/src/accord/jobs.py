"""Jobs of the services that run to their end: migrations, and stating every record again."""

import sys
from collections.abc import Sequence
from typing import Final

from accord import topology
from accord.database_roles import owner_of
from accord.embedded_postgres import EmbeddedPostgres
from accord.layout import DataDirectory, Ports
from accord.parts import Part, start
from accord.readiness import NotReady

MIGRATE: Final = "migrate"
"""The one job that changes tables, and so runs as their owner."""


def run_jobs(
    command: str, services: Sequence[str], data: DataDirectory, ports: Ports, postgres: EmbeddedPostgres
) -> None:
    """Run one command of several services side by side; NotReady names the one that failed."""
    parts = {name: _part(name, command, ports, postgres) for name in services}
    running = {name: start(part, data) for name, part in parts.items()}
    failed = [name for name, process in running.items() if process.wait() != 0]
    for name in failed:
        raise NotReady(f"`{command}` of the {name} service failed; see `accord logs {name}`")


def republish_all(data: DataDirectory, ports: Ports, postgres: EmbeddedPostgres) -> None:
    """Refill the broker, which keeps nothing, from the databases, which keep everything."""
    run_jobs("republish", ("needs", "offers", "matcher"), data, ports, postgres)


def _part(name: str, command: str, ports: Ports, postgres: EmbeddedPostgres) -> Part:
    owner_url = postgres.url(name, owner_of(name)) if command == MIGRATE else None
    environment = topology.service_environment(name, ports, postgres.url(name, name), owner_url)
    return Part(name, (sys.executable, "-m", f"{name}.main", command), environment)
