"""What an operator asks about deliveries that stand still, as commands: parked rows of the outbox, and dead letters."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from shared.errors import AccordError
from shared.messaging.operations import dead_letters, parked_rows, retry_parked, skip_parked
from shared.service.definition import Foundation, ServiceDefinition

OUTBOX, LETTERS = "outbox", "letters"

AddParser = Callable[..., argparse.ArgumentParser]
"""Adds one command to a parser."""


def add_delivery_commands(add_parser: AddParser, service: ServiceDefinition) -> None:
    """Add `outbox list|retry|skip`, and for a service that consumes events `letters list|replay`."""
    actions = add_parser(OUTBOX, help="look at rows that the bus refused, let them go on or give them up")
    on_rows = actions.add_subparsers(dest="action", required=True, metavar="action")
    on_rows.add_parser("list", help="print the parked rows, one JSON object a line")
    on_rows.add_parser("retry", help="try a parked row again").add_argument("number", type=int)
    skip = on_rows.add_parser("skip", help="give a parked row up, so that later ones of its key go on")
    skip.add_argument("number", type=int)
    skip.add_argument("--reason", required=True, help="kept with the row")
    if service.processor is not None:
        actions = add_parser(LETTERS, help="look at events that could not be applied, or apply them again")
        on_letters = actions.add_subparsers(dest="action", required=True, metavar="action")
        on_letters.add_parser("list", help="print the letters that wait, one JSON object a line")
        on_letters.add_parser("replay", help="apply a letter now").add_argument("number", type=int)


def run_delivery_command(service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace) -> int:
    """Carry a command out and return its exit code; what cannot be done is told on standard error, with code 1."""
    work = _on_outbox if chosen.command == OUTBOX else _on_letters
    try:
        _print(asyncio.run(_then_close(work(service, foundation, chosen), foundation)))
    except (AccordError, ValueError) as error:
        sys.stderr.write(f"{service.name}: {getattr(error, 'detail', None) or error}\n")
        return 1
    return 0


async def _then_close(work: Any, foundation: Foundation) -> list[dict[str, Any]]:
    try:
        return await work
    finally:
        await foundation.database.dispose()


async def _on_outbox(
    service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace
) -> list[dict[str, Any]]:
    async with foundation.database.sessions() as session, session.begin():
        if chosen.action == "list":
            return [asdict(row) for row in await parked_rows(session, service.outbox)]
        if chosen.action == "retry":
            await retry_parked(session, service.outbox, chosen.number)
        else:
            await skip_parked(session, service.outbox, chosen.number, chosen.reason)
    return [{"position": chosen.number, "done": chosen.action}]


async def _on_letters(
    service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace
) -> list[dict[str, Any]]:
    if service.processor is None:
        return []
    processor = service.processor(foundation)
    if chosen.action == "replay":
        return [{"letter": chosen.number, "done": (await processor.replay(chosen.number)).value}]
    async with foundation.database.sessions() as session:
        return [asdict(letter) for letter in await dead_letters(session, processor.letters, processor.consumer)]


def _print(documents: Iterable[dict[str, Any]]) -> None:
    for document in documents:
        sys.stdout.write(json.dumps(document, default=str) + "\n")
