"""One process of a service: the HTTP server and what runs beside it, started together and stopped together."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

from shared.clock import system_clock
from shared.http.application import create_app
from shared.http.health import database_check
from shared.http.prompt_protocol import protocol_of
from shared.identity.relying_party import verifier_for
from shared.kafka import KafkaAccess, KafkaPublisher
from shared.messaging.bell import Bell, ring_after_commits
from shared.messaging.relay import Relay, RelayPace
from shared.messaging.relay_metrics import RelayMetrics
from shared.metrics import ServiceMetrics
from shared.persistence.database import Database
from shared.service.background import Background
from shared.service.definition import Foundation, ServiceDefinition, Work
from shared.service.erasing import work_after_erasures
from shared.service.reachability import kafka_check
from shared.settings import ServiceRole, ServiceSettings

STOP_SECONDS = 10


def lay_foundation(service: ServiceDefinition, settings: ServiceSettings) -> Foundation:
    """Make what the process stands on; nothing is connected yet."""
    service.prepare()
    database = Database.at(
        settings.database_url.get_secret_value(),
        pool_size=settings.pool_size,
        pool_timeout=settings.pool_timeout_seconds,
        silence_seconds=settings.database_silence_seconds,
    )
    kafka = settings.kafka_access()
    metrics = ServiceMetrics(service.name)
    pace = RelayPace(silence_seconds=settings.database_silence_seconds)
    relay = _relay(service, database, kafka, metrics, pace) if ServiceRole.RELAY in settings.roles else None
    bell = Bell(database.engine)
    database.farewells.append(bell.fall_silent)
    ring_after_commits(database.sessions, relay.wake if relay else bell.ring)
    return Foundation(settings, database, kafka, metrics, system_clock, relay)


def make_app(service: ServiceDefinition, foundation: Foundation) -> FastAPI:
    """Make the process's HTTP application: without the API part it has health and figures only."""
    settings = foundation.settings

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with verifier_for(settings) as app.state.token_verifier:
            yield

    app = create_app(
        settings,
        title=service.title,
        version=service.version,
        description=service.description,
        routers=service.routers if ServiceRole.API in settings.roles else (),
        lifespan=lifespan,
        readiness=(database_check(foundation.database.engine), kafka_check(settings.kafka_bootstrap)),
        problem_types=service.problem_types,
        tag_descriptions=service.tag_descriptions,
        metrics=foundation.metrics,
    )
    app.state.parts = service.parts(foundation)
    return app


async def run_process(service: ServiceDefinition, settings: ServiceSettings, specialists: Sequence[Work] = ()) -> None:
    """Serve HTTP and run the other parts until a signal; when one part fails, end all and raise its error."""
    foundation = lay_foundation(service, settings)
    beside: list[Background] = [foundation.relay] if foundation.relay else []
    if ServiceRole.WORKER in settings.roles:
        beside += work_after_erasures(service, foundation)
    for work in specialists:
        beside += work(foundation)
    server = _Server(_server_settings(make_app(service, foundation), settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    try:
        await _until_one_ends([server, *beside])
    finally:
        await foundation.database.dispose()


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers, which would end the process before the other parts have stopped."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def run(self, sockets: Any = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        await self.serve(sockets)

    def stop(self) -> None:
        # As at a signal: libraries that send endless streams listen for it, and end them.
        self.handle_exit(signal.SIGTERM, None)


async def _until_one_ends(parts: Sequence[Background]) -> None:
    tasks = [asyncio.create_task(part.run()) for part in parts]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for part in parts:
        part.stop()
    await asyncio.wait(tasks, timeout=STOP_SECONDS * 2)
    for task in tasks:
        if not task.done():
            task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


def _relay(
    service: ServiceDefinition, database: Database, kafka: KafkaAccess, metrics: ServiceMetrics, pace: RelayPace
) -> Relay:
    figures, publisher = RelayMetrics.registered(service.name, metrics.registry), KafkaPublisher(kafka)
    return Relay(database.unpooled, service.outbox, publisher, service=service.name, pace=pace, metrics=figures)


def _server_settings(app: FastAPI, settings: ServiceSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        http=protocol_of(app),
        ws="none",
        # Else uvicorn takes the caller's address and scheme from headers of whoever is on this machine.
        proxy_headers=False,
    )
