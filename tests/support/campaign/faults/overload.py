"""Ten times as many requests as can be served, and every record stated again, beside the load that goes on."""

import asyncio
import json

import psutil

from tests.support.campaign.ledger import Acknowledged
from tests.support.campaign.scene import Scene
from tests.support.overload.crowd import Told, closed_loop, open_loop
from tests.support.overload.pressed import address_of, posted_needs

CALLERS, MEASURED_SECONDS = 16, 3.0
TIMES, PRESSED_SECONDS, MOST_CONNECTIONS = 10, 15.0, 1000
GROWTH_MB = 150
"""What any process may take more than before, with a wide margin."""

PRESSED_ROLES = frozenset({"api", "relay", "worker"})
REFUSALS = frozenset({503, 429})


async def overload(scene: Scene) -> None:
    """Offer the needs service ten times what it serves while everything is stated again; all parts stay in bounds."""
    before = _memory(scene)
    stating = asyncio.create_task(_state_everything_again(scene))
    try:
        answers = await _press(scene)
    finally:
        await stating
    after = _memory(scene)
    for answered in answers:
        _acknowledge(scene, answered)
    _judge(answers[-1])
    grown = {name: after[name] - before[name] for name in after if after[name] - before.get(name, 0) > GROWTH_MB}
    assert not grown, f"memory grew by MB: {grown}"
    await scene.world.all_ready()
    await scene.goes_on()


async def _press(scene: Scene) -> list[Told]:
    address = address_of(scene.world.api("needs"))
    needs = posted_needs(scene.world.forge, f"X{len(scene.load.ledger.entries)}")
    ease = await closed_loop(address, needs, callers=CALLERS, seconds=MEASURED_SECONDS)
    rate = TIMES * ease.per_second(201)
    pressed = await open_loop(address, needs, per_second=rate, seconds=PRESSED_SECONDS, most=MOST_CONNECTIONS)
    return [ease, pressed]


async def _state_everything_again(scene: Scene) -> None:
    for service in ("needs", "offers"):
        await asyncio.to_thread(scene.world.command, service, "republish")


def _acknowledge(scene: Scene, told: Told) -> None:
    for answer in told.of(201):
        need = json.loads(answer.body)
        scene.load.ledger.acknowledge(Acknowledged("need", need["id"], need["version"], "registered", settled=False))


def _judge(pressed: Told) -> None:
    statuses = pressed.statuses()
    assert statuses.keys() <= {201, *REFUSALS}, f"answers: {statuses}, {[answer.body for answer in pressed.of(0)]}"
    assert statuses[201], "nothing was served under overload"
    refused = pressed.of(*REFUSALS)
    assert refused, "nothing was refused, so that this was no overload"
    assert all("retry-after" in answer.headers for answer in refused), "a refusal does not say when to come back"


def _memory(scene: Scene) -> dict[str, float]:
    """Return the megabytes that each process holds."""
    parts = [part for part in scene.world.parts if part.alive and part.role in PRESSED_ROLES]
    return {part.name: psutil.Process(part.pid).memory_info().rss / 2**20 for part in parts}
