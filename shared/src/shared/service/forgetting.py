"""The work that every service has: forgetting the idempotency keys of yesterday."""

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from shared.http.idempotency_store import purge_idempotency_keys
from shared.service.background import Periodic
from shared.service.definition import Foundation

EVERY_SECONDS = 600


def forget_keys(service: str, foundation: Foundation, table: Table) -> Periodic:
    """Return the work that forgets idempotency keys when their time is over."""

    async def forget(session: AsyncSession) -> None:
        await purge_idempotency_keys(session, table)

    return Periodic(f"{service}.forget_keys", foundation.database.sessions, forget, every=EVERY_SECONDS)
