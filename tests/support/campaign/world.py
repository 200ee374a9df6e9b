"""The whole of Accord as it is run for real: three brokers, PostgreSQL, and each part of each service as a process."""

import asyncio
import secrets
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from shared.messaging.topics import TOPICS
from tests.support.campaign.checking.taken_back import TakenBack
from tests.support.campaign.identity import CampaignAccounts, ProvidersClock, identity_provider
from tests.support.campaign.kafka_cluster import KafkaCluster
from tests.support.campaign.lasting import lasting
from tests.support.campaign.network import ASIDE, MAIN, ON_THE_SIDE, Network
from tests.support.campaign.part import Part
from tests.support.campaign.reachable import Accounts
from tests.support.databases import Databases
from tests.support.postgres import PostgresProcess
from tests.support.processes import run
from tests.support.tokens import TokenForge
from tests.support.waiting import eventually

SERVICES = ("needs", "offers", "matcher")
SESSION_SECONDS = 6.0
SILENCE_SECONDS = 20.0
PARTS: Mapping[str, Mapping[str, int]] = {
    "needs": {"api": 1, "relay": 2, "worker": 1},
    "offers": {"api": 1, "relay": 2, "worker": 1},
    "matcher": {"api": 1, "relay": 2, "worker": 2, "round-worker": 1},
}
"""How many processes there are of each part: two where one stands by or takes over."""


@dataclass
class World:
    """Everything that runs, by name; it is hurt by the faults and read by the checker."""

    network: Network
    cluster: KafkaCluster
    postgres: PostgresProcess
    databases: Databases
    forge: TokenForge
    urls: Mapping[str, str]
    providers_clock: ProvidersClock
    parts: list[Part] = field(default_factory=list[Part])
    person_key: str = field(default_factory=lambda: secrets.token_hex(32))
    begun: dict[str, datetime] = field(default_factory=dict[str, datetime])
    """Since when a topic that was lost on purpose holds everything again."""
    planted: Counter[str] = field(default_factory=Counter[str])
    """How many records that cannot be applied each service was given on purpose."""
    taken_back: TakenBack = field(default_factory=TakenBack)
    """What databases have lost that were put back to what a backup holds."""
    planted_events: set[str] = field(default_factory=set[str])
    """The ids of those that went through an outbox."""

    def of(self, service: str, role: str) -> list[Part]:
        """Return the processes of one part of a service."""
        return [part for part in self.parts if (part.service, part.role) == (service, role)]

    def api(self, service: str) -> str:
        """Return the address of a service's API."""
        return self.of(service, "api")[0].url

    async def all_ready(self) -> None:
        """Wait until every part that should run says that it is ready."""
        for part in [each for each in self.parts if each.wanted]:
            await eventually(part.is_ready, within=120, what=f"{part.name} is ready")

    @property
    def accounts(self) -> Accounts:
        """Whoever signs people in."""
        return CampaignAccounts(self.forge)

    async def leading_relay(self, service: str) -> Part:
        """Return the process that leads the relays of a service."""

        async def leader() -> Part | None:
            for part in self.of(service, "relay"):
                if part.alive and f"{service}_relay_leader_count 1.0" in await part.figures():
                    return part
            return None

        return await eventually(leader, within=120, what=f"a relay of {service} leads")

    async def start_topics(self) -> str:
        """Run the job that creates the topics which are not there, until it succeeds, and return what it said."""

        async def created() -> str:
            return await asyncio.to_thread(self._create_topics)

        return await eventually(created, within=120, what="the topics are created")

    def _create_topics(self) -> str:
        settings = self.settings() | {"ACCORD_KAFKA_REPLICATION": "3"}
        return _with_environment(settings, "shared.messaging.create_topics")

    def lost_topics(self, topics: Iterable[str], *, at: datetime) -> None:
        """Note that these topics hold nothing from before that moment, and may hold everything from then on."""
        self.begun |= dict.fromkeys(topics, at)

    def settings(self) -> dict[str, str]:
        """Return the variables that every process is given."""
        return {
            "ACCORD_KAFKA_BOOTSTRAP": self.cluster.bootstrap,
            "ACCORD_KAFKA_SESSION_TIMEOUT_SECONDS": str(SESSION_SECONDS),
            "ACCORD_DATABASE_SILENCE_SECONDS": str(SILENCE_SECONDS),
            "ACCORD_OIDC_ISSUER": self.forge.issuer,
            "ACCORD_PERSON_KEY": self.person_key,
        }

    def command(self, service: str, *arguments: str) -> str:
        """Run an operator's command of a service to its end, and return what it printed."""
        given = self.settings() | {"ACCORD_DATABASE_URL": self.urls[service]}
        return _with_environment(given, f"{service}.main", *arguments)

    @asynccontextmanager
    async def connected(self, service: str) -> AsyncGenerator[asyncpg.Connection]:
        """Open a connection to a service's database."""
        url = make_url(self.urls[service])
        connection = await asyncpg.connect(user="postgres", host=url.query["host"], database=url.database, timeout=10)
        try:
            yield connection
        finally:
            await connection.close()

    async def rows(self, service: str, query: str, *arguments: object) -> list[Any]:
        """Run one query in a service's database."""
        async with self.connected(service) as connection:
            return await connection.fetch(query, *arguments)

    async def number(self, service: str, query: str) -> int:
        """Return the one number that a query asks for."""
        [[found]] = await self.rows(service, query)
        return int(found or 0)


@asynccontextmanager
async def running_world() -> AsyncGenerator[World]:
    """Start everything, and end it with the block."""
    network = Network()
    cluster, postgres = KafkaCluster(network), PostgresProcess(own_clock=True)
    parts: list[Part] = []
    try:
        await asyncio.gather(asyncio.to_thread(cluster.start), asyncio.to_thread(postgres.start))
        databases = Databases(postgres)
        urls = {service: await databases.create_for_service(service) for service in SERVICES}
        providers_clock = ProvidersClock()
        with identity_provider(providers_clock) as forge:
            world = World(network, cluster, postgres, databases, forge, urls, providers_clock, parts)
            await world.start_topics()
            parts += _parts_of(world)
            for part in parts:
                part.start()
            await world.all_ready()
            async with _platform(parts):
                yield world
    finally:
        for part in parts:
            part.close()
        postgres.close()
        cluster.close()
        network.close()


def _parts_of(world: World) -> Iterator[Part]:
    for service, roles in PARTS.items():
        for role, count in roles.items():
            for number in range(1, count + 1):
                yield Part(service, role, number, _through_links(world, service, f"{service} {role} {number}"))


def _through_links(world: World, service: str, part: str) -> dict[str, str]:
    """Return a part's variables: it reaches PostgreSQL and the brokers by links."""
    url = world.network.database(part, world.postgres.socket, world.urls[service])
    brokers = world.cluster.bootstrap_of(ASIDE if part in ON_THE_SIDE else MAIN)
    return world.settings() | {"ACCORD_DATABASE_URL": url, "ACCORD_KAFKA_BOOTSTRAP": brokers}


@asynccontextmanager
async def _platform(parts: list[Part]) -> AsyncGenerator[None]:
    """Start anew whatever ended by itself, as Compose and Kubernetes do."""

    async def look() -> None:
        while True:
            for part in parts:
                part.start_anew_if_ended()
            await lasting(0.5)

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


def _with_environment(variables: Mapping[str, str], module: str, *arguments: str) -> str:
    given = [f"{name}={value}" for name, value in variables.items()]
    return run(["/usr/bin/env", *given, sys.executable, "-m", module, *arguments], within=180)


TOPIC_NAMES = tuple(topic.name for topic in TOPICS)
"""Every topic of Accord."""
