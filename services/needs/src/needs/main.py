"""The needs service, wired: the only place where its parts meet."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.deadlines import keep_needs_confirmed
from needs.adapters.mapping import map_domain
from needs.adapters.personal import HOLDINGS
from needs.adapters.republishing import republish
from needs.adapters.restored import STATED
from needs.adapters.tables import (
    contact_accesses,
    coverage_entries,
    dead_letters,
    erasures,
    idempotency_keys,
    inbox,
    need_versions,
    needs,
    outbox,
    reservations,
)
from needs.adapters.unit_of_work import NeedsUnitOfWork
from needs.api import contact_accesses as access_routes
from needs.api import coverage, reading, suggestions, writing
from needs.api.dependencies import NeedsParts
from needs.consumers import TOPICS, handlers
from needs.settings import NeedsSettings, settings_of
from shared.messaging.processing import EventProcessor, InboxTables
from shared.service.background import Background, Periodic
from shared.service.commands import run_command
from shared.service.consuming import consuming, processor_of
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.forgetting import forget_keys
from shared.service.gauged_rows import erasures_gauged, oldest_hold
from shared.service.parts import Parts
from shared.service.retaining import Retained, retaining

NAME = "needs"
TABLES = InboxTables(inbox, dead_letters)
GAUGED = (*erasures_gauged(erasures), oldest_hold(reservations))
DEADLINES_EVERY_SECONDS = 30.0
"""How soon a reminder or an expiry follows the turn of the day; each round is one indexed query."""


def parts(foundation: Foundation) -> NeedsParts:
    """Return what the routes are given."""
    wired = Parts[NeedsUnitOfWork].on(foundation, NeedsUnitOfWork, idempotency_keys)
    stands_for = timedelta(days=settings_of(foundation.settings).confirmation_days)
    return NeedsParts(wired.database, wired.clock, wired.replays, wired.opens, stands_for)


def processor(foundation: Foundation) -> EventProcessor:
    """Return what applies matches."""
    return processor_of(foundation, NAME, handlers(foundation.clock), TABLES)


def retained(settings: NeedsSettings) -> Retained:
    """Return what of persons is kept for a time, and for how long."""
    contacts_for, accesses_for = settings.retention()
    return Retained(needs, need_versions, contact_accesses, contacts_for, accesses_for)


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: follows matches, keeps the clock of confirmation, forgets old claims and keys."""
    reminded_before = timedelta(days=settings_of(foundation.settings).reminder_days)

    async def keep_confirmed(session: AsyncSession) -> None:
        await keep_needs_confirmed(session, reminded_before)

    sessions = foundation.database.sessions
    return [
        *consuming(foundation, NAME, TOPICS, handlers(foundation.clock), TABLES, gauged=GAUGED),
        Periodic("needs.keep_confirmed", sessions, keep_confirmed, every=DEADLINES_EVERY_SECONDS),
        forget_keys(NAME, foundation, idempotency_keys),
        *retaining(foundation, NAME, retained(settings_of(foundation.settings))),
    ]


SERVICE = ServiceDefinition(
    name=NAME,
    title="Accord needs",
    description="Takes in the assistance needs of recipient States under the Programme of Action on small arms.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    routers=(suggestions.router, writing.router, reading.router, coverage.router, access_routes.router),
    settings=NeedsSettings,  # pyright: ignore[reportArgumentType] (its fields come from the environment)
    prepare=map_domain,
    parts=parts,
    work=work,
    republish=republish,
    processor=processor,
    append_only=(coverage_entries.name, contact_accesses.accesses.name),
    erasures=erasures,
    holdings=HOLDINGS,
    stated=STATED,
)


def run() -> int:
    """Serve the command `accord-needs`."""
    return run_command(SERVICE)


if __name__ == "__main__":
    sys.exit(run())
