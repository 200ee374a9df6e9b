"""What goes wrong while words are on their way: events that cannot be read or kept, and rows that the bus refuses."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import uuid4

from shared.messaging.bus import Headers, IncomingRecord, Partition
from shared.messaging.processing import Applied
from shared.messaging.relay import Relay
from tests.support.crawling.markers import marker
from tests.support.crawling.services import DEFINITIONS, TOPICS, Services
from tests.support.memory_bus import MemoryBus
from tests.support.running_service import RunningService
from tests.support.waiting import eventually

WORD: Final = marker("poison", "word")
CONTACT: Final = {"contact": {"name": WORD, "email": f"{WORD}@example.org", "phone": WORD}}
READ_FROM: Final = ("ce_specversion", "ce_id", "ce_time", "ce_aggregateversion")
"""The headers that an event cannot be read without, apart from the name of its type."""

_LAST: Final = "SELECT * FROM outbox WHERE topic = :topic AND payload IS NOT NULL ORDER BY position DESC LIMIT 1"
_ALTERED: Final = """
    SELECT format('ALTER TABLE %I ', tablename) || :change AS statement FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT IN ('inbox', 'dead_letters', 'alembic_version')
"""

Poison = tuple[bytes, Headers]


async def bury_poison(services: Services) -> int:
    """Hand every reader events that it cannot read or store, made of good ones; return how many were buried."""
    buried = 0
    for name, processor in services.processors.items():
        for row in [row for topic in TOPICS[name] for row in await _last_on(services, topic)]:
            for number, (value, headers) in enumerate(_poisoned(row)):
                record = IncomingRecord(Partition(row["topic"], 9), number, b"key", value, headers, 0.0)
                buried += await processor.process(record, last_try=True) is Applied.BURIED
    return buried


async def bury_what_the_database_refuses(services: Services) -> int:
    """Hand every reader good events while none of its tables takes anything; return how many were buried."""
    buried = 0
    for name, processor in services.processors.items():
        rows = [row for topic in TOPICS[name] for row in await _last_on(services, topic)]
        async with _tables_closed(services[name]):
            for row in rows:
                value, headers = _as_new(row, lambda leaf: leaf)
                record = IncomingRecord(Partition(row["topic"], 8), 0, b"key", value, headers, 0.0)
                buried += await processor.process(record, last_try=True) is Applied.BURIED
    return buried


async def refuse_every_row(services: Services) -> None:
    """Let the bus refuse, once, every row of every outbox."""
    for name, service in services.running.items():
        bus = MemoryBus()
        bus.faults.refused_keys = {row["key"] for row in await service.rows("SELECT key FROM outbox")}
        relay = Relay(service.database.unpooled, DEFINITIONS[name].outbox, bus.publisher(), service=name)
        running = asyncio.create_task(relay.run())
        await eventually(lambda service=service: _is_any_refused(service), what="the bus refuses a row")
        relay.stop()
        await running


async def texts_of_errors(services: Services) -> list[str]:
    """Return what is kept of every failure to say why."""
    return [
        row["error"]
        for service in services.running.values()
        for row in await service.rows(
            "SELECT error FROM dead_letters UNION ALL SELECT last_error FROM outbox WHERE last_error IS NOT NULL"
        )
    ]


async def _last_on(services: Services, topic: str) -> list[Any]:
    return [row for each in services.running.values() for row in await each.rows(_LAST, topic=topic)]


def _poisoned(row: Mapping[str, Any]) -> Iterator[Poison]:
    value, headers = bytes(row["payload"]), _headers(row)
    yield value[: len(value) // 2], headers
    yield json.dumps(WORD).encode(), headers
    yield json.dumps([CONTACT] * 3).encode(), headers
    yield json.dumps(json.loads(value) | {"version": CONTACT}).encode(), headers
    yield _changed(value, lambda _: WORD), headers
    yield _changed(value, lambda _: CONTACT), headers
    yield _as_new(row, lambda leaf: f"{WORD}\0" if isinstance(leaf, str) and "sek." in leaf else leaf)
    for name in READ_FROM:
        yield value, _headers(row, **{name: WORD.encode()})
        yield value, _headers(row, **{name: WORD.encode() + b"\xff"})


def _as_new(row: Mapping[str, Any], change: Callable[[Any], Any]) -> Poison:
    """Return the event as one that was not applied before: of a later version, with an id of its own."""
    data = json.loads(row["payload"])
    version = row["key_version"] + 1000
    value = _changed(json.dumps(data | {"version": version}).encode(), change)
    return value, _headers(row, ce_id=str(uuid4()).encode(), ce_aggregateversion=str(version).encode())


def _changed(value: bytes, change: Callable[[Any], Any]) -> bytes:
    def walked(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: walked(each) for name, each in part.items()}
        return [walked(each) for each in part] if isinstance(part, list) else change(part)

    return json.dumps(walked(json.loads(value))).encode()


def _headers(row: Mapping[str, Any], **changes: bytes) -> Headers:
    good = {name: value.encode() for name, value in row["headers"].items()}
    return tuple((good | changes).items())


@asynccontextmanager
async def _tables_closed(service: RunningService) -> AsyncGenerator[None]:
    await _alter(service, "ADD CONSTRAINT closed CHECK (false) NOT VALID")
    try:
        yield
    finally:
        await _alter(service, "DROP CONSTRAINT closed")


async def _alter(service: RunningService, change: str) -> None:
    for row in await service.rows(_ALTERED, change=change):
        await service.rows(row["statement"])


async def _is_any_refused(service: RunningService) -> bool:
    return bool(await service.rows("SELECT 1 FROM outbox WHERE last_error IS NOT NULL LIMIT 1"))
