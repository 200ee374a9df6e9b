"""The work of a service that takes in records: forgetting contacts and accesses when their time is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from shared.personal.access_tables import AccessTables
from shared.personal.retention import forget_accesses, forget_contacts
from shared.service.background import Periodic
from shared.service.definition import Foundation

EVERY_SECONDS: Final = 3600

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Retained:
    """What is kept for a time: contacts in `records` and their `history`, and who read them; with both times."""

    records: Table
    history: Table
    accesses: AccessTables
    contacts_for: timedelta
    accesses_for: timedelta


def retaining(foundation: Foundation, service: str, kept: Retained) -> Sequence[Periodic]:
    """Return the two works, which tell the log how much went and nothing else."""

    async def contacts(session: AsyncSession) -> None:
        gone = await forget_contacts(session, kept.records, kept.history, kept.contacts_for)
        _tell("contacts_forgotten", gone)

    async def accesses(session: AsyncSession) -> None:
        gone = await forget_accesses(session, kept.accesses, kept.accesses_for)
        _tell("contact_accesses_forgotten", gone)

    sessions = foundation.database.sessions
    return [
        Periodic(f"{service}.forget_contacts", sessions, contacts, every=EVERY_SECONDS),
        Periodic(f"{service}.forget_accesses", sessions, accesses, every=EVERY_SECONDS),
    ]


def _tell(event: str, count: int) -> None:
    if count:
        log.info(event, count=count)
