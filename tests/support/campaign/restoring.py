"""What an operator does when a database is put back to an older backup: the commands of docs/restoring.md."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.campaign.part import Part
from tests.support.campaign.world import World
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


async def repaired_until_nothing_is_left(world: World, services: Sequence[str]) -> None:
    """Repair again until nothing is found, with everything heard in between."""
    for _ in range(REPAIRS_AT_MOST):
        await everything_is_heard(world, services)
        if not [each for service in services for each in (await repaired(world, service)).differences]:
            return
    raise AssertionError(f"{services}: a repair always finds something more")


async def everything_is_heard(world: World, services: Sequence[str]) -> None:
    """Wait until the workers of these services say that nothing more waits for them, as far as load lets them."""
    for service in services:
        await eventually(lambda name=service: _is_heard(world, name), within=90, what=f"{service} has heard all")


async def _is_heard(world: World, service: str) -> bool:
    lags = [await _lag(part, service) for part in world.of(service, "worker")]
    return sum(lags) == 0


async def _lag(part: Part, service: str) -> float:
    lines = (await part.figures()).splitlines()
    [lag] = [float(line.split()[-1]) for line in lines if line.startswith(f"{service}_events_lag_records ")]
    return lag
