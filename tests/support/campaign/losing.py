"""Putting a database back to its backup, and writing down exactly what that takes away."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from matcher.domain.matches.life_cycle import ENDED
from shared.events.registry import CHECKPOINTS_TOPIC, RESERVATIONS_TOPIC
from tests.support.backups import back_up, put_back
from tests.support.campaign.checking.reading import KINDS, PLURALS
from tests.support.campaign.ledger import Acknowledged, Ledger
from tests.support.campaign.world import World

OWNED = {"needs": "need", "offers": "offer", "matcher": "match"}
"""The kind of record that people make at a service."""
OVER = {"need": frozenset({"closed"}), "offer": frozenset({"closed"}), "match": frozenset(map(str, ENDED))}
"""How a record stands that has ended."""


@dataclass(frozen=True)
class Backup:
    """A file, and how many requests had been acknowledged when it was begun: all those are in it."""

    service: str
    file: Path
    acknowledged: int


@dataclass(frozen=True)
class Held:
    """What a database holds of all that a restore can take away."""

    events: frozenset[str]
    published: frozenset[tuple[str, str, int]]
    """(topic, key, version) of each row that was published."""
    claims: frozenset[str]
    changes: frozenset[tuple[str, str, int]]
    """(kind, id, version)."""
    rounds: frozenset[str]
    ended: frozenset[tuple[str, str]]

    def has(self, entry: Acknowledged) -> bool:
        """Whether what an acknowledged request did is there."""
        if entry.kind == "round":
            return entry.record_id in self.rounds
        return (entry.kind, entry.record_id, entry.version) in self.changes


@dataclass(frozen=True)
class Loss:
    """What one restore took away: the requests, and those of them of which a report has to tell."""

    requests: frozenset[Acknowledged]
    to_be_told: frozenset[str]
    """The ids of lost or set back records that were published and had not ended."""


async def backed_up(world: World, ledger: Ledger, service: str, folder: Path) -> Backup:
    """Back a service's database up while it is worked in."""
    acknowledged, file = len(ledger.entries), folder / f"{service}.sql"
    await back_up(world.urls[service], file)
    return Backup(service, file, acknowledged)


async def lost(world: World, ledger: Ledger, backup: Backup) -> Loss:
    """Put a database back, with none of its parts running; what was acknowledged before its backup must be there."""
    service = backup.service
    before = await _held(world, service)
    await put_back(world.databases, world.urls[service], backup.file)
    after = await _held(world, service)
    requests = frozenset(_gone(ledger.entries[backup.acknowledged :], before, after))
    taken, owned = world.taken_back, OWNED[service]
    taken.requests |= requests
    taken.events |= before.events - after.events
    taken.claims[service] |= before.claims - after.claims
    unsaid = before.published - after.published
    taken.reservations |= {key for topic, key, _ in unsaid if topic == RESERVATIONS_TOPIC}
    taken.logs |= {key for topic, key, _ in unsaid if topic == CHECKPOINTS_TOPIC}
    taken.ended |= before.ended
    stated = {(key, version) for _, key, version in before.published}
    named = {
        each.record_id
        for each in requests
        if (each.record_id, each.version) in stated and (owned, each.record_id) not in before.ended
    }
    return Loss(requests, frozenset(named))


def _gone(entries: Iterable[Acknowledged], before: Held, after: Held) -> Iterable[Acknowledged]:
    return (each for each in entries if before.has(each) and not after.has(each))


async def _held(world: World, service: str) -> Held:
    outbox = await world.rows(service, "SELECT event_id, topic, key, key_version, published_at FROM outbox")
    sent = [row for row in outbox if row["published_at"] is not None]
    changes: set[tuple[str, str, int]] = set()
    for kind in KINDS[service]:
        rows = await world.rows(service, f"SELECT {kind}_id, version FROM {kind}_versions")  # noqa: S608 (our own names)
        changes |= {(kind, str(record_id), version) for record_id, version in rows}
    owned, asked = OWNED[service], f"SELECT id, status FROM {PLURALS[OWNED[service]]}"  # noqa: S608 (our own names)
    rounds = await world.rows(service, "SELECT id FROM rounds") if service == "matcher" else []
    return Held(
        events=frozenset(str(row["event_id"]) for row in outbox),
        published=frozenset((row["topic"], row["key"], row["key_version"]) for row in sent),
        claims=frozenset(str(row["event_id"]) for row in await world.rows(service, "SELECT event_id FROM inbox")),
        changes=frozenset(changes),
        rounds=frozenset(str(row["id"]) for row in rounds),
        ended=frozenset(
            (owned, str(row["id"])) for row in await world.rows(service, asked) if row["status"] in OVER[owned]
        ),
    )


async def parts_killed(world: World, services: Iterable[str]) -> None:
    """End every process of these services at once, to stay away."""
    chosen = [part for part in world.parts if part.service in services]
    await asyncio.gather(*(asyncio.to_thread(part.kill) for part in chosen))


async def parts_back(world: World, services: Iterable[str]) -> None:
    """Start every process of these services, and wait until all say that they are ready."""
    for part in world.parts:
        if part.service in services:
            part.start()
    await world.all_ready()
