"""The matcher, wired: the only place where its parts meet."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.mapping import map_domain
from matcher.adapters.engine_in_memory import EngineInMemory
from matcher.adapters.new_day import evaluate_once_for
from matcher.adapters.rounds.mapping import map_rounds
from matcher.adapters.rounds.part import ROUND_WORKER, round_work
from matcher.adapters.tables import dead_letters, idempotency_keys, inbox, outbox
from matcher.api import (
    activities,
    evidence,
    gaps,
    lists,
    needs,
    offers,
    packages,
    profiles,
    proposals,
    rates,
    round_stream,
    rounds,
    statistics,
    what_if,
)
from matcher.api.dependencies import Parts
from matcher.consumers import TOPICS, handlers
from matcher.settings import MatcherSettings
from shared.http.replays import Replays
from shared.kafka import KafkaSubscription
from shared.messaging.inbox import purge_claims
from shared.messaging.processing import EventProcessor, InboxTables
from shared.messaging.worker import Worker
from shared.messaging.worker_metrics import WorkerMetrics
from shared.service.background import Background, Periodic
from shared.service.commands import run_command
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.forgetting import forget_keys

CONSUMER = "matcher"
CLAIMS_KEPT = timedelta(days=30)
SERVICE_NAME = "matcher"
EVALUATED_EVERY_SECONDS = 1.0
"""How soon a new day, a profile put in force or a rate table is noticed; looking costs two short queries."""


def prepare() -> None:
    """Map the domain on the tables."""
    map_domain()
    map_rounds()


def parts(foundation: Foundation) -> Parts:
    """Return what the routes are given."""
    replays = Replays(foundation.database.sessions, idempotency_keys, foundation.clock)
    return Parts(foundation.database, foundation.clock, replays)


def processor(foundation: Foundation) -> EventProcessor:
    """Return what applies needs and offers, with an engine of its own."""
    return EventProcessor(
        foundation.database.sessions,
        InboxTables(inbox, dead_letters),
        handlers(EngineInMemory(), foundation.clock),
        consumer=CONSUMER,
    )


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: takes in events, evaluates anew, forgets old claims and keys."""
    sessions = foundation.database.sessions

    async def begin_the_day(session: AsyncSession) -> None:
        await evaluate_once_for(session, EngineInMemory(), foundation.clock().date())

    async def forget_claims(session: AsyncSession) -> None:
        await purge_claims(session, inbox, CLAIMS_KEPT)

    metrics = WorkerMetrics.registered(SERVICE_NAME, foundation.metrics.registry)
    subscription = KafkaSubscription(foundation.kafka, group=f"accord.{CONSUMER}", topics=TOPICS)
    return [
        Worker(subscription, processor(foundation), metrics=metrics),
        Periodic("matcher.begin_the_day", sessions, begin_the_day, every=EVALUATED_EVERY_SECONDS),
        Periodic("matcher.forget_claims", sessions, forget_claims, every=3600),
        forget_keys(SERVICE_NAME, foundation, idempotency_keys),
    ]


SERVICE = ServiceDefinition(
    name=SERVICE_NAME,
    title="Accord matcher",
    description="Pairs the needs of recipient States with the offers of donors, and explains each pair.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    routers=(
        needs.router,
        offers.router,
        lists.router,
        gaps.router,
        statistics.router,
        rounds.router,
        round_stream.router,
        proposals.router,
        rates.router,
        profiles.router,
        what_if.router,
        packages.router,
        activities.router,
        evidence.router,
    ),
    settings=MatcherSettings,  # pyright: ignore[reportArgumentType] (its fields come from the environment)
    prepare=prepare,
    parts=parts,
    work=work,
    republish=None,
    processor=processor,
    specialists={ROUND_WORKER: round_work},
)


def run() -> int:
    """Serve the command `accord-matcher`."""
    return run_command(SERVICE)


if __name__ == "__main__":
    sys.exit(run())
