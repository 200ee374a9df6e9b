"""What an operator does when a database is put back to an older backup: the commands of docs/restoring.md."""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.campaign.checking.deliveries import CONSUMED
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES, World
from tests.support.processes import run
from tests.support.waiting import eventually

REPAIRS_AT_MOST = 8
LOG = "decision_log"
"""A log that has lost its end stays cut, as the page says."""
_TELLING_ITS_CODE = '"$@"; echo "{\\"code\\": $?}"'


@dataclass(frozen=True)
class Told:
    """What a command said: its exit code, and each line that it printed as a document."""

    code: int
    lines: Sequence[dict[str, Any]]

    @property
    def differences(self) -> list[dict[str, Any]]:
        """What it found; a log that has lost its end is left out."""
        return [line for line in self.lines if "what" in line and line["kind"] != LOG]

    @property
    def left(self) -> int:
        """How much of that was not mended."""
        return sum(not line.get("mended", False) for line in self.differences)


async def operate(world: World, service: str, *arguments: str, module: str = "main") -> Told:
    """Give an operator's command of a service, whatever its exit code."""
    given = world.settings() | {"ACCORD_DATABASE_URL": world.urls[service]}
    variables = [f"{name}={value}" for name, value in given.items()]
    command = ["/usr/bin/env", *variables, sys.executable, "-m", f"{service}.{module}", *arguments]
    telling = ["/bin/sh", "-c", _TELLING_ITS_CODE, "sh", *command]
    printed = (await asyncio.to_thread(run, telling, within=180)).splitlines()
    *lines, ending = [json.loads(line) for line in printed if line.startswith("{")]
    assert "code" in ending, printed
    return Told(ending["code"], [line for line in lines if isinstance(line, dict)])


async def found(world: World, service: str) -> Told:
    """Ask what consumers know otherwise, whoever was erased since being erased again."""
    applied = await operate(world, service, "persons", "apply")
    assert applied.code == 0, applied
    report = await operate(world, service, "restored", "report")
    assert report.code in {0, 3}, report
    return report


async def repaired(world: World, service: str) -> Told:
    """Have consumers believe the database again."""
    told = await operate(world, service, "restored", "repair", "--end-missing")
    assert told.code in {0, 3}, told
    assert told.left == 0, told.differences
    return told


async def repaired_until_nothing_is_left(scene: Scene, services: Sequence[str]) -> None:
    """Repair again until nothing is found, with everything heard in between."""
    for _ in range(REPAIRS_AT_MOST):
        await everything_is_heard(scene.world, services)
        scene.note(f"{services} have heard everything")
        told = await asyncio.gather(*(repaired(scene.world, service) for service in services))
        found = [each for one in told for each in one.differences]
        scene.note(f"a repair mends {len(found)}: {found[:5]}")
        if not found:
            return
    raise AssertionError(f"{services}: a repair always finds something more")


async def everything_is_heard(world: World, services: Sequence[str]) -> None:
    """Wait until these services have applied everything that was said to them by now, whatever load says meanwhile."""
    said = {service: await _said_to(world, service) for service in services}
    for service, events in said.items():

        async def is_heard(name: str = service, events: frozenset[str] = events) -> bool:
            return not (events & await _said_to(world, name)) - await _applied_by(world, name)

        await eventually(is_heard, within=180, what=f"{service} has heard all")


async def _said_to(world: World, service: str) -> frozenset[str]:
    """Return the events for a service that the outboxes hold; one stated anew, or lost with its topic, is none."""
    query = "SELECT event_id, topic, published_at FROM outbox WHERE topic = ANY($1::text[])"
    rows = [row for each in SERVICES for row in await world.rows(each, query, sorted(CONSUMED[service]))]
    return frozenset(str(row["event_id"]) for row in rows if not _is_lost(world, row))


def _is_lost(world: World, row: Mapping[str, Any]) -> bool:
    """Whether an event was published to a topic that was deleted after that: a rebuilt copy never hears of it."""
    published, begun = row["published_at"], world.begun.get(row["topic"])
    return None not in {published, begun} and published < begun


async def _applied_by(world: World, service: str) -> frozenset[str]:
    claimed = frozenset(str(row["event_id"]) for row in await world.rows(service, "SELECT event_id FROM inbox"))
    return claimed | world.planted_events | world.taken_back.claimed(service)
