"""The offers service, wired: the only place where its parts meet."""

import sys
from collections.abc import Sequence
from pathlib import Path

from offers.adapters.mapping import map_domain
from offers.adapters.republishing import republish
from offers.adapters.tables import idempotency_keys, outbox
from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.api import reading, writing
from offers.settings import OffersSettings
from shared.service.background import Background
from shared.service.commands import run_command
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.forgetting import forget_keys
from shared.service.parts import Parts


def parts(foundation: Foundation) -> Parts[OffersUnitOfWork]:
    """Return what the routes are given."""
    return Parts[OffersUnitOfWork].on(foundation, OffersUnitOfWork, idempotency_keys)


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: it forgets idempotency keys after a day."""
    return [forget_keys("offers", foundation, idempotency_keys)]


SERVICE = ServiceDefinition(
    name="offers",
    title="Accord offers",
    description="Takes in the assistance offers of donors under the Programme of Action on small arms.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    routers=(writing.router, reading.router),
    settings=OffersSettings,  # pyright: ignore[reportArgumentType] (its fields come from the environment)
    prepare=map_domain,
    parts=parts,
    work=work,
    republish=republish,
)


def run() -> int:
    """Serve the command `accord-offers`."""
    return run_command(SERVICE)


if __name__ == "__main__":
    sys.exit(run())
