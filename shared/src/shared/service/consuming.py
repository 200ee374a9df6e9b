"""What a service that listens to others has in common: events applied through its inbox, and old claims forgotten."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from shared.kafka import KafkaSubscription
from shared.messaging.inbox import purge_claims
from shared.messaging.processing import EventProcessor, Handler, InboxTables
from shared.messaging.worker import Worker
from shared.messaging.worker_metrics import WorkerMetrics
from shared.service.background import Background, Periodic
from shared.service.definition import Foundation
from shared.service.gauged_rows import letters_waiting
from shared.service.gauging import Gauged, Gauging

CLAIMS_KEPT: Final = timedelta(days=30)
"""Longer than the bus keeps what it may deliver again; past that the aggregates' versions tell repeats apart."""

FORGET_EVERY_SECONDS: Final = 3600


def processor_of(
    foundation: Foundation, service: str, handlers: Mapping[str, Handler], tables: InboxTables
) -> EventProcessor:
    """Return what applies events for the consumer named like the service; an operator replays letters with it."""
    return EventProcessor(foundation.database.sessions, tables, handlers, consumer=service)


def consuming(
    foundation: Foundation,
    service: str,
    topics: Sequence[str],
    handlers: Mapping[str, Handler],
    tables: InboxTables,
    *,
    gauged: Sequence[Gauged] = (),
) -> Sequence[Background]:
    """Return the worker's listening part: a member of group `accord.<service>`, what forgets claims, and figures."""

    async def forget_claims(session: AsyncSession) -> None:
        await purge_claims(session, tables.inbox, CLAIMS_KEPT)

    subscription = KafkaSubscription(foundation.kafka, group=f"accord.{service}", topics=topics)
    metrics = WorkerMetrics.registered(service, foundation.metrics.registry)
    worker = Worker(subscription, processor_of(foundation, service, handlers, tables), metrics=metrics)
    sessions = foundation.database.sessions
    return [
        worker,
        Periodic(f"{service}.forget_claims", sessions, forget_claims, every=FORGET_EVERY_SECONDS),
        Gauging(sessions, foundation.metrics, [letters_waiting(tables.dead_letters), *gauged]),
    ]
