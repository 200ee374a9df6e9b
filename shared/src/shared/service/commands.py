"""The commands that every service has: its parts as processes, and the jobs an operator runs."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence

from pydantic import SecretStr, ValidationError

from shared.logs import configure_logging
from shared.persistence.grants import grant_service_rights
from shared.persistence.migrations import upgrade
from shared.service.definition import ServiceDefinition
from shared.service.deliveries import LETTERS, OUTBOX, add_delivery_commands, run_delivery_command
from shared.service.erasing import NoPersonKey, republish_erasures
from shared.service.persons import PERSONS, add_person_commands, run_person_command
from shared.service.process import lay_foundation, make_app, run_process
from shared.service.restored import RESTORED, add_restored_commands, run_restored_command
from shared.service.tracing import traces_of
from shared.settings import ServiceRole, ServiceSettings

_OPERATED = {
    PERSONS: run_person_command,
    RESTORED: run_restored_command,
    OUTBOX: run_delivery_command,
    LETTERS: run_delivery_command,
}
"""What an operator asks or orders, by its command."""

ROLES = {"all": frozenset(ServiceRole), **{role.value: frozenset({role}) for role in ServiceRole}}


def run_command(service: ServiceDefinition, arguments: Sequence[str] | None = None) -> int:
    """Run one command of the service and return its exit code; wrong settings are named, and end with code 2."""
    parsed = _parser(service).parse_args(arguments)
    chosen = parsed.command
    if chosen == "openapi":
        sys.stdout.write(openapi_of(service))
        return 0
    try:
        settings = service.settings()
    except ValidationError as error:
        sys.stderr.write(f"{service.name}: the settings are not complete:\n{error}\n")
        return 2
    configure_logging(service.name, settings.log_level)
    if chosen in ROLES or chosen in service.specialists:
        settings = settings.model_copy(update={"roles": ROLES.get(chosen, frozenset())})
        specialists = [work for name, work in service.specialists.items() if chosen in ("all", name)]
        try:
            with traces_of(service.name, chosen, settings):
                asyncio.run(run_process(service, settings, specialists))
        except NoPersonKey as error:
            sys.stderr.write(f"{service.name}: the settings are not complete:\n{error}\n")
            return 2
    elif chosen in _OPERATED:
        return _OPERATED[chosen](service, lay_foundation(service, settings), parsed)
    elif chosen == "migrate":
        asyncio.run(_migrate(service, settings))
    elif chosen == "republish":
        count = asyncio.run(_republish(service, settings))
        sys.stdout.write(json.dumps({"event": "republished", "service": service.name, "count": count}) + "\n")
    return 0


def openapi_of(service: ServiceDefinition) -> str:
    """Return the service's OpenAPI document as committed: sorted, indented JSON, the same under all settings."""
    nowhere = ServiceSettings(
        service_name=service.name,
        roles=frozenset({ServiceRole.API}),
        database_url=SecretStr("postgresql+asyncpg://nowhere/"),
        oidc_issuer="https://nowhere",
    )
    document = make_app(service, lay_foundation(service, nowhere)).openapi()
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


async def _migrate(service: ServiceDefinition, settings: ServiceSettings) -> None:
    """Bring the schema up as the role that owns it, then give the service's own role its rights on it."""
    service_url = settings.database_url.get_secret_value()
    owner = settings.migration_database_url
    owner_url = service_url if owner is None else owner.get_secret_value()
    await upgrade(owner_url, service.migrations)
    await grant_service_rights(owner_url, service_url, service.append_only)


async def _republish(service: ServiceDefinition, settings: ServiceSettings) -> int:
    foundation = lay_foundation(service, settings)
    try:
        erasures = await republish_erasures(service, foundation.database)
        return erasures + (await service.republish(foundation.database) if service.republish else 0)
    finally:
        await foundation.database.dispose()


def _parser(service: ServiceDefinition) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"accord-{service.name}", description=service.description)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("all", help="run api, relay and worker in one process")
    commands.add_parser("api", help="answer HTTP requests")
    commands.add_parser("relay", help="publish the outbox")
    commands.add_parser("worker", help="apply events and do what comes round")
    for name in service.specialists:
        commands.add_parser(name, help="do this work in a process of its own")
    commands.add_parser("migrate", help="bring the database to the newest schema")
    commands.add_parser("republish", help="state every live record again on the bus")
    add_delivery_commands(commands.add_parser, service)
    add_person_commands(commands.add_parser, service)
    add_restored_commands(commands.add_parser, service)
    commands.add_parser("openapi", help="print the OpenAPI 3.1 document of the API")
    return parser
