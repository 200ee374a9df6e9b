"""Processes that stand still for longer than they may, are taken for dead, and come back as if nothing had been."""

from shared.messaging.leadership import lock_number
from tests.support.campaign.lasting import lasting
from tests.support.campaign.part import Part
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SESSION_SECONDS, SILENCE_SECONDS, World
from tests.support.waiting import eventually

ENOUGH = 15
"""Events that are applied by the other worker, while one stands still."""
_APPLIED = "SELECT count(*) FROM inbox"
_NUMBER = lock_number("accord.matching")
_STANDS_WITH_THE_LOCK = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND datname = current_database() AND state = 'idle in transaction'
AND (classid::bigint << 32 | objid::bigint) = $1 AND state_change < clock_timestamp() - interval '0.3 seconds'
"""


async def zombie_worker(scene: Scene) -> None:
    """Hold a worker of the matcher still past its session; the other takes its partitions, then it comes back."""
    zombie, _ = scene.world.of("matcher", "worker")
    zombie.hold()
    try:
        await lasting(SESSION_SECONDS * 2)
        await scene.goes_on()
    finally:
        zombie.let_go()
    await eventually(zombie.is_ready, within=60, what="the zombie is back")


async def zombie_worker_within_a_transaction(scene: Scene) -> None:
    """Hold a worker still while it has a transaction open, and with it the lock that the other one needs."""
    zombie = await _held_within_a_transaction(scene.world)
    before = await scene.world.number("matcher", _APPLIED)

    async def is_matched() -> bool:
        return await scene.world.number("matcher", _APPLIED) > before + ENOUGH

    try:
        await eventually(is_matched, within=SILENCE_SECONDS * 6, what="the other worker has what it waited for")
    finally:
        zombie.let_go()
    await eventually(zombie.is_ready, within=60, what="the zombie is back")


async def zombie_relay(scene: Scene) -> None:
    """Hold the relay of needs that leads still: its lock is taken from it, another leads, and it comes back."""
    zombie = await scene.world.leading_relay("needs")
    [other] = [each for each in scene.world.of("needs", "relay") if each is not zombie]
    zombie.hold()
    try:

        async def leads() -> bool:
            return "needs_relay_leader_count 1.0" in await other.figures()

        await eventually(leads, within=SILENCE_SECONDS * 3, what="the relay that stood by leads")
        await scene.goes_on()
    finally:
        zombie.let_go()
    await eventually(zombie.is_ready, within=60, what="the zombie is back")


async def _held_within_a_transaction(world: World) -> Part:
    """Hold workers still for a moment each, until one was met with the lock on matching in its hands."""
    workers = world.of("matcher", "worker")

    async def met() -> Part | None:
        for worker in workers:
            worker.hold()
            await lasting(0.4)
            if (await world.rows("matcher", _STANDS_WITH_THE_LOCK, _NUMBER))[0]["count"]:
                return worker
            worker.let_go()
            await lasting(0.05)
        return None

    return await eventually(met, within=120, what="a worker stands still in the middle of a transaction")
