"""The services as separate processes on PostgreSQL and one broker: the way that is measured."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from shared.kafka import KafkaAccess, create_topics
from shared.messaging.topics import TOPICS
from tests.benchmarks.server import Server
from tests.support.brokers.broker import Broker
from tests.support.campaign.identity import identity_provider
from tests.support.databases import Databases
from tests.support.postgres import PostgresProcess
from tests.support.tokens import TokenForge


@dataclass(frozen=True)
class Delivery:
    """What everything stands on, and the processes started so far by their names."""

    postgres: PostgresProcess
    databases: Databases
    access: KafkaAccess
    forge: TokenForge
    urls: dict[str, str]
    ends: AsyncExitStack
    servers: dict[str, Server] = field(default_factory=dict[str, Server])
    person_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    async def start(self, service: str, *roles: str) -> None:
        """Start parts of a service, and wait until they are ready."""
        given = {
            "ACCORD_DATABASE_URL": self.urls[service],
            "ACCORD_KAFKA_BOOTSTRAP": self.access.bootstrap,
            "ACCORD_KAFKA_IDEMPOTENT_PRODUCER": str(self.access.idempotent).lower(),
            "ACCORD_OIDC_ISSUER": self.forge.issuer,
            "ACCORD_PERSON_KEY": self.person_key,
        }
        for role in roles:
            name = f"{service}_{role.replace('-', '_')}"
            name = f"{name}_{len(self.servers)}" if name in self.servers else name
            self.servers[name] = Server(f"{service}.main", role, environment=given)
            self.ends.callback(self.servers[name].close)
        for server in self.servers.values():
            await server.ready()

    def mebibytes(self) -> dict[str, float]:
        """Weigh every process."""
        return {name: server.mebibytes() for name, server in self.servers.items()}


@asynccontextmanager
async def standing_on(broker: Broker) -> AsyncGenerator[Delivery]:
    """Start PostgreSQL, the broker with its topics, and the databases; everything ends with the block."""
    async with AsyncExitStack() as ends:
        postgres = PostgresProcess()
        ends.callback(postgres.close)
        ends.callback(broker.close)
        postgres.start()
        broker.start()
        access = KafkaAccess(broker.bootstrap, idempotent=broker.supports_idempotent_producer)
        await create_topics(access, TOPICS)
        databases = Databases(postgres)
        urls = {service: await databases.create_for_service(service) for service in ("needs", "offers", "matcher")}
        forge = ends.enter_context(identity_provider())
        yield Delivery(postgres, databases, access, forge, urls, ends)
