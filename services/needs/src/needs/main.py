"""The needs service, wired: the only place where its parts meet."""

import sys
from collections.abc import Sequence
from pathlib import Path

from needs.adapters.mapping import map_domain
from needs.adapters.republishing import republish
from needs.adapters.tables import idempotency_keys, outbox
from needs.adapters.unit_of_work import NeedsUnitOfWork
from needs.api import reading, suggestions, writing
from needs.settings import NeedsSettings
from shared.service.background import Background
from shared.service.commands import run_command
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.forgetting import forget_keys
from shared.service.parts import Parts


def parts(foundation: Foundation) -> Parts[NeedsUnitOfWork]:
    """Return what the routes are given."""
    return Parts[NeedsUnitOfWork].on(foundation, NeedsUnitOfWork, idempotency_keys)


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: it forgets idempotency keys after a day."""
    return [forget_keys("needs", foundation, idempotency_keys)]


SERVICE = ServiceDefinition(
    name="needs",
    title="Accord needs",
    description="Takes in the assistance needs of recipient States under the Programme of Action on small arms.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    routers=(suggestions.router, writing.router, reading.router),
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
