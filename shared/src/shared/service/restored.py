"""What an operator does after a database was restored from a backup: compare it with the topics, and mend what differs.

Both can be run at any time and again: on a database that has lost nothing they find nothing.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, Final

from shared.kafka import KafkaTopicReader
from shared.personal.listening import TopicReader
from shared.restored.comparing import ReaderOf, differences, statements_of
from shared.restored.repairing import repair
from shared.restored.sent_before import mark_what_was_sent
from shared.service.definition import Foundation, ServiceDefinition

RESTORED: Final = "restored"
FOUND: Final = 3
"""The exit code where something differs, or is left."""

READING_SECONDS: Final = 900.0
"""How long reading one topic may take."""

AddParser = Callable[..., argparse.ArgumentParser]
"""Adds one command to a parser."""

Told = list[dict[str, Any]]
"""What a command prints, one JSON object a line."""


def add_restored_commands(add_parser: AddParser, service: ServiceDefinition) -> None:
    """Add `restored report|repair`, for a service that publishes aggregates."""
    if not service.stated:
        return
    actions = add_parser(RESTORED, help="after a restore: compare the database with what was published")
    on_restored = actions.add_subparsers(dest="action", required=True, metavar="action")
    on_restored.add_parser("report", help="print what consumers know otherwise, and change nothing")
    mend = on_restored.add_parser("repair", help="have consumers believe this database again")
    mend.add_argument(
        "--end-missing", action="store_true", help="also tell the end of what was published and is not known here"
    )


def run_restored_command(service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace) -> int:
    """Carry a command out; 0 where nothing differs or all was mended, 3 where something does, 1 without a bus."""
    try:
        told, left = asyncio.run(_then_close(service, foundation, chosen))
    except ConnectionError as error:
        sys.stderr.write(f"{service.name}: {error}\n")
        return 1
    _print(told)
    return FOUND if left else 0


async def report(service: ServiceDefinition, foundation: Foundation, reader_of: ReaderOf) -> tuple[Told, int]:
    """Return each difference and then how many there are, and that number."""
    sessions, told = foundation.database.sessions, list[dict[str, Any]]()
    for stated in service.stated:
        statements = await statements_of(stated, reader_of)
        told += [asdict(finding) for finding, _ in await differences(sessions, stated, statements)]
    told += await _witnessed(service, foundation, reader_of)
    return [*told, {"event": "compared", "service": service.name, "differences": len(told)}], len(told)


async def mend(
    service: ServiceDefinition, foundation: Foundation, reader_of: ReaderOf, *, end_missing: bool
) -> tuple[Told, int]:
    """Mend what can be; return each difference with whether it was mended, and how many were not."""
    sessions, told = foundation.database.sessions, list[dict[str, Any]]()
    for stated in service.stated:
        statements = await statements_of(stated, reader_of)
        for topic, newest in statements.items():
            await mark_what_was_sent(sessions, stated, topic, newest)
        found = await differences(sessions, stated, statements)
        mended = await repair(sessions, stated, found, foundation.clock, end_missing=end_missing)
        told += [asdict(finding) | {"mended": finding in mended} for finding, _ in found]
    told += [each | {"mended": False} for each in await _witnessed(service, foundation, reader_of)]
    left = sum(not each["mended"] for each in told)
    summary = {"event": "repaired", "service": service.name, "mended": len(told) - left, "left": left}
    return [*told, summary], left


async def _witnessed(service: ServiceDefinition, foundation: Foundation, reader_of: ReaderOf) -> Told:
    found = [await witness(foundation.database.sessions, reader_of) for witness in service.witnesses]
    return [asdict(finding) for findings in found for finding in findings]


async def _then_close(
    service: ServiceDefinition, foundation: Foundation, chosen: argparse.Namespace
) -> tuple[Told, int]:
    def reader_of(topic: str) -> TopicReader:
        return KafkaTopicReader(foundation.kafka, topic, seconds=READING_SECONDS)

    try:
        if chosen.action == "report":
            return await report(service, foundation, reader_of)
        return await mend(service, foundation, reader_of, end_missing=chosen.end_missing)
    finally:
        await foundation.database.dispose()


def _print(documents: Iterable[dict[str, Any]]) -> None:
    for document in documents:
        sys.stdout.write(json.dumps(document) + "\n")
