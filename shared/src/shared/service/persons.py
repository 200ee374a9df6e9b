"""What an operator does about a person's data, as commands: show what is held, hand it out, erase it everywhere.

None of this is reached over HTTP: whoever may run these commands has the database anyway, and no role of the APIs
learns of anything through them. Only `export` says what is stored; nothing here writes an identifier to a log.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

import structlog

from shared.errors import AccordError
from shared.logs import configure_logging
from shared.personal.erasing import Eraser
from shared.personal.erasures import Erasure, Reason, known, order
from shared.personal.identifiers import KINDS, Identifier, Kind
from shared.personal.listening import TopicReader, take_in
from shared.personal.person import Person
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.erasing import eraser_of, erasures_reader, person_key

log = structlog.get_logger(__name__)

PERSONS: Final = "persons"

AddParser = Callable[..., argparse.ArgumentParser]
Told = list[dict[str, Any]]
"""What a command prints, one JSON object a line."""


def add_person_commands(add_parser: AddParser, service: ServiceDefinition) -> None:
    """Add `persons export|erase|list|apply|holdings`, for a service that stores something about persons."""
    if service.erasures is None:
        return
    actions = add_parser(PERSONS, help="show, hand out or erase what is stored about a person")
    on_persons = actions.add_subparsers(dest="action", required=True, metavar="action")
    _add_identifiers(on_persons.add_parser("export", help="print everything stored here about a person"))
    erase = on_persons.add_parser("erase", help="erase a person here, and have every service do the same")
    _add_identifiers(erase)
    erase.add_argument("--reason", required=True, choices=[reason.value for reason in Reason])
    on_persons.add_parser("list", help="print the erasures known here, which name nobody")
    on_persons.add_parser("apply", help="apply every erasure ever ordered: after a restore, before the API starts")
    on_persons.add_parser("holdings", help="print what is stored about persons, what for and how long")


def run_person_command(service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace) -> int:
    """Carry a command out and return its exit code; what cannot be done is told on standard error, with code 1."""
    configure_logging(service.name, foundation.settings.log_level, stream=sys.stderr)
    try:
        _print(asyncio.run(_then_close(service, foundation, chosen)))
    except (AccordError, ValueError, ConnectionError) as error:
        sys.stderr.write(f"{service.name}: {getattr(error, 'detail', None) or error}\n")
        return 1
    return 0


def identified(foundation: Foundation, chosen: argparse.Namespace) -> list[Identifier]:
    """Return the identifiers given as options; InvalidInput names one that is no such thing."""
    key = person_key(foundation.settings)
    given: list[tuple[Kind, str]] = [(kind, value) for kind in KINDS for value in _said(chosen, kind)]
    if not given:
        raise ValueError("say who it is: --email, --phone, --name or --account")
    return list(dict.fromkeys(key.identify(kind, value) for kind, value in given))


async def export(service: ServiceDefinition, foundation: Foundation, identifiers: Sequence[Identifier]) -> Told:
    """Return everything stored here about a person; the log says that it was handed out, and how much."""
    person = Person(identifiers, person_key(foundation.settings))
    async with foundation.database.sessions() as session:
        held = [each for holding in service.holdings for each in await holding.held_about(session, person)]
    log.info("person_exported", held=len(held))
    return [asdict(each) for each in held]


async def erase(service: ServiceDefinition, eraser: Eraser, identifiers: Sequence[Identifier], reason: Reason) -> Told:
    """Erase a person here and tell the other services, in one transaction; `applied` is false where it must wait."""
    async with eraser.sessions() as session, session.begin():
        erasure = await order(session, eraser.erasures, service.outbox, identifiers, reason=reason, source=service.name)
        changed = await eraser.erase_in(session, erasure)
    settled = await eraser.settle(erasure, changed)
    told = {"event": "erased", "erasure": erasure.id, "changed": changed if settled is None else settled}
    return [told | {"applied": settled is not None}]


async def apply(eraser: Eraser, reader: TopicReader) -> Told:
    """Take in the whole list from the bus and apply what this database has not applied."""
    try:
        noted = await take_in(reader, eraser)
        applied = await eraser.apply_pending()
    finally:
        await reader.begin_again()
    lines: Told = [{"event": "erased", "erasure": each, "changed": changed} for each, changed in applied.items()]
    return [*lines, {"event": "applied", "new": noted, "erasures": len(applied)}]


async def _then_close(service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace) -> Told:
    try:
        return await _carried_out(service, foundation, chosen)
    finally:
        await foundation.database.dispose()


async def _carried_out(service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace) -> Told:
    match chosen.action:
        case "export":
            return await export(service, foundation, identified(foundation, chosen))
        case "erase":
            identifiers = identified(foundation, chosen)
            return await erase(service, _eraser(service, foundation), identifiers, Reason(chosen.reason))
        case "apply":
            return await apply(_eraser(service, foundation), erasures_reader(foundation))
        case "list" if service.erasures is not None:
            async with foundation.database.sessions() as session:
                return [_summary(erasure) for erasure in await known(session, service.erasures)]
        case _:
            return holdings_of(service)


def holdings_of(service: ServiceDefinition) -> Told:
    """Return what the service stores about persons, one entry for each place."""
    return [
        {"place": each.place, "holds": each.holds, "purpose": each.purpose, "kept_for": each.kept_for}
        for each in service.holdings
    ]


def _summary(erasure: Erasure) -> dict[str, Any]:
    told = {"erasure": erasure.id, "at": erasure.at, "reason": erasure.reason, "applied_at": erasure.applied_at}
    return told | {"identifiers": [each.kind for each in erasure.identifiers]}


def _said(chosen: argparse.Namespace, kind: Kind) -> list[str]:
    return getattr(chosen, kind)


def _eraser(service: ServiceDefinition, foundation: Foundation) -> Eraser:
    eraser = eraser_of(service, foundation)
    if eraser is None:
        raise ValueError("this service stores nothing about persons")
    return eraser


def _add_identifiers(parser: argparse.ArgumentParser) -> None:
    for kind in KINDS:
        parser.add_argument(f"--{kind}", action="append", default=[], help="may be given several times")


def _print(documents: Iterable[dict[str, Any]]) -> None:
    for document in documents:
        sys.stdout.write(json.dumps(document, default=str, ensure_ascii=False) + "\n")
