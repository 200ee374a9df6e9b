"""The needs service, wired: the only place where its parts meet."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from shared.http.idempotency_store import purge_idempotency_keys
from shared.service.background import Background, Periodic
from shared.service.commands import run_command
from shared.service.definition import Foundation, ServiceDefinition
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.mapping import map_domain
from needs.adapters.republishing import republish
from needs.adapters.tables import idempotency_keys, outbox
from needs.api import reading, writing
from needs.api.dependencies import Parts
from needs.settings import NeedsSettings

REPEATS_KEPT = timedelta(hours=24)


def parts(foundation: Foundation) -> Parts:
    """Return what the routes are given."""
    return Parts(foundation.database, foundation.clock, foundation.replays, foundation.relay)


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: it forgets idempotency keys after a day."""

    async def forget_keys(session: AsyncSession) -> None:
        await purge_idempotency_keys(session, idempotency_keys, foundation.clock() - REPEATS_KEPT)

    return [Periodic("needs.forget_keys", foundation.database.sessions, forget_keys, every=600)]


SERVICE = ServiceDefinition(
    name="needs",
    title="Accord needs",
    description="Takes in the assistance needs of recipient States under the Programme of Action on small arms.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    idempotency_keys=idempotency_keys,
    routers=(writing.router, reading.router),
    settings=NeedsSettings,  # pyright: ignore[reportArgumentType] (its fields come from the environment)
    prepare=map_domain,
    parts=parts,
    work=work,
    republish=republish,
)


def run() -> int:
    """Serve the command `accord-needs`."""
    return run_command(SERVICE)


if __name__ == "__main__":
    sys.exit(run())
