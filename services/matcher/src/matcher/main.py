"""The matcher, wired: the only place where its parts meet."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.new_day import evaluate_once_for
from matcher.adapters.tables import dead_letters, inbox, outbox
from matcher.api import needs, offers, statistics
from matcher.api.dependencies import Parts
from matcher.consumers import TOPICS, handlers
from matcher.settings import MatcherSettings
from shared.kafka import KafkaSubscription
from shared.messaging.inbox import purge_claims
from shared.messaging.processing import EventProcessor, InboxTables
from shared.messaging.worker import Worker
from shared.messaging.worker_metrics import WorkerMetrics
from shared.service.background import Background, Periodic
from shared.service.commands import run_command
from shared.service.definition import Foundation, ServiceDefinition

CONSUMER = "matcher"
CLAIMS_KEPT = timedelta(days=30)
SERVICE_NAME = "matcher"


def parts(foundation: Foundation) -> Parts:
    """Return what the routes are given."""
    return Parts(foundation.database, foundation.clock)


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: takes in events, begins each day anew, forgets old claims."""
    sessions = foundation.database.sessions
    engine = EngineInMemory()

    async def begin_the_day(session: AsyncSession) -> None:
        await evaluate_once_for(session, EngineInMemory(), foundation.clock().date())

    async def forget_claims(session: AsyncSession) -> None:
        await purge_claims(session, inbox, CLAIMS_KEPT)

    processor = EventProcessor(
        sessions, InboxTables(inbox, dead_letters), handlers(engine, foundation.clock), consumer=CONSUMER
    )
    metrics = WorkerMetrics.registered(SERVICE_NAME, foundation.metrics.registry)
    subscription = KafkaSubscription(foundation.kafka, group=f"accord.{CONSUMER}", topics=TOPICS)
    return [
        Worker(subscription, processor, metrics=metrics),
        Periodic("matcher.begin_the_day", sessions, begin_the_day, every=60),
        Periodic("matcher.forget_claims", sessions, forget_claims, every=3600),
    ]


SERVICE = ServiceDefinition(
    name=SERVICE_NAME,
    title="Accord matcher",
    description="Pairs the needs of recipient States with the offers of donors, and explains each pair.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    routers=(needs.router, offers.router, statistics.router),
    settings=MatcherSettings,  # pyright: ignore[reportArgumentType] (its fields come from the environment)
    prepare=lambda: None,
    parts=parts,
    work=work,
    republish=None,
)


def run() -> int:
    """Serve the command `accord-matcher`."""
    return run_command(SERVICE)


if __name__ == "__main__":
    sys.exit(run())
