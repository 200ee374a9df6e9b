"""Ten times what one process serves: it refuses the rest at once, goes on serving, and keeps what it accepted."""

import json
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from shared.http.load import MOST_AT_WORK
from tests.support.campaign.part import Part
from tests.support.database_fixtures import ServiceDatabase
from tests.support.figures import Note
from tests.support.overload.crowd import Told, closed_loop, open_loop, quantile
from tests.support.overload.pressed import Pressed, pressed_process
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(120)

CALLERS, MOST_CONNECTIONS = 8, 400
ENOUGH_TO_BE_TAKEN_OUT = 3
"""How many probes have to fail, one after the other, for Kubernetes to send a process no more requests."""

GROWTH_MB = 100
"""What four hundred connections and fifty requests at work may take, with a wide margin."""


def loggings(part: Part, event: str) -> int:
    return part.said().count(f'"event":"{event}"') + part.said().count(f'"event": "{event}"')


async def kept_in(database_url: str) -> set[UUID]:
    """Return the ids of the needs that a database holds."""
    url = make_url(database_url)
    connection = await asyncpg.connect(user="postgres", host=url.query["host"], database=url.database)
    try:
        return {UUID(str(row["id"])) for row in await connection.fetch("SELECT id FROM needs")}
    finally:
        await connection.close()


def at_ease_and_pressed(ease: Told, pressed: Told) -> str:
    """Say how much was served and how long it took, each in relation to the process at ease."""
    served = pressed.per_second(201) / ease.per_second(201)
    slower = quantile(pressed.of(201), 0.5) / quantile(ease.of(201), 0.5)
    offered = len(pressed.answers) / pressed.seconds / ease.per_second(201)
    return f"{offered:.1f} times the load: {served:.0%} of it served, median {slower:.1f} times as long"


async def pressed_tenfold(process: Pressed) -> tuple[Told, Told]:
    """Measure what it serves, then offer ten times as much."""
    await closed_loop(process.address, process.needs, callers=CALLERS, seconds=0.5)
    ease = await closed_loop(process.address, process.needs, callers=CALLERS, seconds=1.0)
    rate = 10 * ease.per_second(201)
    return ease, await open_loop(process.address, process.needs, per_second=rate, seconds=2.5, most=MOST_CONNECTIONS)


async def test_ten_times_the_load_is_refused_at_once_and_nothing_accepted_is_lost(
    service_database: ServiceDatabase, note: Note
) -> None:
    database = await service_database("needs")
    async with pressed_process(database) as process, process.watched() as probes:
        before, pid = process.memory_mb(), process.part.pid
        ease, pressed = await pressed_tenfold(process)
        grown = process.memory_mb() - before
        refused = pressed.of(503, 429)
        assert set(pressed.statuses()) <= {201, 503, 429}, pressed.statuses()
        assert len(refused) > MOST_AT_WORK
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert pressed.of(201), "it went on serving"
        assert len([probe for probe in probes if probe.status != 200]) < ENOUGH_TO_BE_TAKEN_OUT
        assert (process.part.pid, process.part.alive) == (pid, True)
        assert grown < GROWTH_MB
        assert loggings(process.part, "overloaded") <= 15

        async def serves_again() -> bool:
            after = await closed_loop(process.address, process.needs, callers=1, seconds=0.1)
            return set(after.statuses()) == {201}

        await eventually(serves_again, within=5, what="everything is accepted again")
        slowest = max(probe.seconds for probe in probes)
    accepted = {UUID(json.loads(answer.body)["id"]) for answer in [*ease.of(201), *pressed.of(201)]}
    assert accepted <= await kept_in(database)
    told = at_ease_and_pressed(ease, pressed)
    note(f"overload: {told}; slowest probe {slowest:.2f} s, memory {grown:+.0f} MB; {len(accepted)} accepted, 0 lost")
