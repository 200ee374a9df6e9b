"""The offers service, wired: the only place where its parts meet."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from offers.adapters.confirmations import EVERY_SECONDS, review_of_confirmations
from offers.adapters.mapping import map_domain
from offers.adapters.personal import HOLDINGS
from offers.adapters.republishing import republish
from offers.adapters.reservations.tables import capacity_entries, dead_letters, inbox, reservations
from offers.adapters.restored import STATED
from offers.adapters.tables import contact_accesses, erasures, idempotency_keys, offer_versions, offers, outbox
from offers.adapters.unit_of_work import OffersUnitOfWork
from offers.api import contact_accesses as access_routes
from offers.api import ledger, reading, writing
from offers.api.dependencies import OffersParts
from offers.consumers import TOPICS, handlers
from offers.settings import OffersSettings, settings_of
from shared.messaging.processing import EventProcessor, InboxTables
from shared.service.background import Background, Periodic
from shared.service.commands import run_command
from shared.service.consuming import consuming, processor_of
from shared.service.definition import Foundation, ServiceDefinition
from shared.service.forgetting import forget_keys
from shared.service.gauged_rows import erasures_gauged, oldest_hold
from shared.service.parts import Parts
from shared.service.retaining import Retained, retaining

SERVICE_NAME = "offers"
INBOX = InboxTables(inbox, dead_letters)
GAUGED = (*erasures_gauged(erasures), oldest_hold(reservations))


def parts(foundation: Foundation) -> OffersParts:
    """Return what the routes are given."""
    wired = Parts[OffersUnitOfWork].on(foundation, OffersUnitOfWork, idempotency_keys)
    stands_for = timedelta(days=settings_of(foundation.settings).confirmation_days)
    return OffersParts(wired.database, wired.clock, wired.replays, wired.opens, stands_for)


def processor(foundation: Foundation) -> EventProcessor:
    """Return what applies the events of matches."""
    return processor_of(foundation, SERVICE_NAME, handlers(foundation.clock), INBOX)


def retained(settings: OffersSettings) -> Retained:
    """Return what of persons is kept for a time, and for how long."""
    contacts_for, accesses_for = settings.retention()
    return Retained(offers, offer_versions, contact_accesses, contacts_for, accesses_for)


def work(foundation: Foundation) -> Sequence[Background]:
    """Return what the worker does: follows matches, minds the clock of confirmation, forgets old claims and keys."""
    review = review_of_confirmations(timedelta(days=settings_of(foundation.settings).reminder_days))
    return [
        *consuming(foundation, SERVICE_NAME, TOPICS, handlers(foundation.clock), INBOX, gauged=GAUGED),
        Periodic("offers.review_confirmations", foundation.database.sessions, review, every=EVERY_SECONDS),
        forget_keys(SERVICE_NAME, foundation, idempotency_keys),
        *retaining(foundation, SERVICE_NAME, retained(settings_of(foundation.settings))),
    ]


SERVICE = ServiceDefinition(
    name=SERVICE_NAME,
    title="Accord offers",
    description="Takes in the assistance offers of donors under the Programme of Action on small arms.",
    version="0.1.0",
    migrations=Path(__file__).parents[2] / "migrations",
    outbox=outbox,
    routers=(writing.router, reading.router, ledger.router, access_routes.router),
    settings=OffersSettings,  # pyright: ignore[reportArgumentType] (its fields come from the environment)
    prepare=map_domain,
    parts=parts,
    work=work,
    republish=republish,
    processor=processor,
    append_only=(capacity_entries.name, contact_accesses.accesses.name),
    erasures=erasures,
    holdings=HOLDINGS,
    stated=STATED,
)


def run() -> int:
    """Serve the command `accord-offers`."""
    return run_command(SERVICE)


if __name__ == "__main__":
    sys.exit(run())
