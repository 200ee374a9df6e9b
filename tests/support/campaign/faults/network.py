"""A network that is slow, breaks connections, swallows what is sent, or fails exactly at a COMMIT."""

from contextlib import ExitStack

from tests.support.campaign.lasting import lasting
from tests.support.campaign.network import ASIDE
from tests.support.campaign.scene import Scene
from tests.support.campaign.world import SERVICES, SESSION_SECONDS, SILENCE_SECONDS
from tests.support.links.weather import CommitCut, Weather
from tests.support.waiting import eventually

SLOW = Weather(delay_seconds=0.02, jitter_seconds=0.03, bytes_per_second=500_000)
VERY_SLOW = Weather(delay_seconds=0.15, jitter_seconds=0.1, bytes_per_second=100_000)
HOLDING = Weather(holding=True)
_ROUNDS, _PAUSE_SECONDS = 8, 0.7
_CUTS = 6
"""COMMITs that are cut, of each service and on either side of the server's doing them."""


async def slow_network(scene: Scene) -> None:
    """Have brokers answer after 300 ms to 500 ms, and the databases after 40 ms to 100 ms, over narrow links."""
    network = scene.world.network
    with (
        network.in_weather(network.to_databases(), SLOW),
        network.in_weather(network.to_brokers(), VERY_SLOW),
    ):
        await scene.goes_on()
        await scene.tells()


async def connections_cut(scene: Scene) -> None:
    """Reset every connection to the databases and to the brokers again and again, then refuse new ones for a while."""
    network = scene.world.network
    for _ in range(_ROUNDS):
        network.cut(network.to_databases())
        await lasting(_PAUSE_SECONDS)
        network.cut(network.to_brokers())
        await lasting(_PAUSE_SECONDS)
    for links in (network.to_brokers(), network.to_databases()):
        with network.in_weather(links, Weather(refusing=True)):
            await lasting(SESSION_SECONDS)
        await scene.world.all_ready()
        await scene.goes_on()


async def network_to_brokers_half_open(scene: Scene) -> None:
    """Swallow what a relay and two workers and the brokers send each other, until the others have their partitions."""
    network = scene.world.network
    links = network.to_brokers(ASIDE)
    before = network.count(links, "held")
    with network.in_weather(links, HOLDING):
        await lasting(SESSION_SECONDS * 2)
        await scene.goes_on()
    assert network.count(links, "held") > before, "nothing was sent while the network swallowed it"
    await scene.tells()


async def network_to_databases_half_open(scene: Scene) -> None:
    """Swallow what the leading relay of needs and a worker of the matcher, within its work, and PostgreSQL send."""
    world, network = scene.world, scene.world.network
    relay = await world.leading_relay("needs")
    [other] = [each for each in world.of("needs", "relay") if each is not relay]
    links = network.to_databases(relay.name, world.of("matcher", "worker")[0].name)

    async def leads() -> bool:
        return "needs_relay_leader_count 1.0" in await other.figures()

    with network.in_weather(links, HOLDING):
        await eventually(leads, within=SILENCE_SECONDS * 3, what="the relay that stood by leads")
        await scene.tells()
    await world.all_ready()


async def commits_cut(scene: Scene) -> None:
    """Break each third connection at its COMMIT: before PostgreSQL hears of it, then when it has done it."""
    before: CommitCut = "before"
    after: CommitCut = "after"
    for when in (before, after):
        await _cut_commits(scene, when)
        await scene.world.all_ready()
        await scene.tells()


async def _cut_commits(scene: Scene, when: CommitCut) -> None:
    network = scene.world.network
    begun = {service: network.count(network.to_databases(service), "cuts") for service in SERVICES}

    def are_cut(service: str) -> bool:
        return network.count(network.to_databases(service), "cuts") >= begun[service] + _CUTS

    with ExitStack() as stack:
        stack.enter_context(network.in_weather(network.to_databases(), Weather(commits=when)))
        for service in SERVICES:
            await eventually(lambda name=service: are_cut(name), within=60, what=f"COMMITs of {service} are cut")
        await scene.goes_on()
