"""Reading rate tables and scoring profiles, newest first. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.tables import activation_remarks as remarks
from matcher.adapters.basis.tables import rate_tables
from matcher.adapters.basis.tables import scoring_profile_activations as activations
from matcher.adapters.basis.tables import scoring_profiles as profiles
from matcher.domain.rates import RateTable
from matcher.domain.scoring.profile_version import ProfileVersion
from shared.errors import NotFound


@dataclass(frozen=True)
class Activation:
    """When a profile was put in force, why, and by whom; None = it was so from the first."""

    activated_at: datetime
    reason: str
    activated_by: str | None


async def list_rate_tables(session: AsyncSession, *, before: int | None, limit: int) -> Sequence[RateTable]:
    """Return the tables loaded before the one of that number."""
    query = select(RateTable).order_by(rate_tables.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(rate_tables.c.number < before)
    return (await session.scalars(query)).all()


async def find_rate_table(session: AsyncSession, table_id: UUID) -> RateTable:
    """Return a table; raise NotFound where there is none of that id."""
    found = await session.get(RateTable, table_id)
    if found is None:
        raise NotFound(f"There is no rate table {table_id}.", table_id=str(table_id))
    return found


async def list_profiles(session: AsyncSession, *, before: int | None, limit: int) -> Sequence[ProfileVersion]:
    """Return the profiles made before the one of that number."""
    query = select(ProfileVersion).order_by(profiles.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(profiles.c.number < before)
    return (await session.scalars(query)).all()


async def find_profile(session: AsyncSession, digest: str) -> ProfileVersion:
    """Return a profile; raise NotFound where there is none of that digest."""
    found = await session.get(ProfileVersion, digest)
    if found is None:
        raise NotFound(f"There is no scoring profile of the digest {digest[:64]}.", digest=digest[:64])
    return found


async def digest_in_force(session: AsyncSession) -> str:
    """Return the digest of the profile in force."""
    last = select(activations.c.digest).order_by(activations.c.number.desc()).limit(1)
    return (await session.execute(last)).scalar_one()


async def last_activations(session: AsyncSession, digests: Sequence[str]) -> Mapping[str, Activation]:
    """Return, of each profile that ever was in force, when and why it came into force last."""
    rows = await session.execute(_last_of_each().where(activations.c.digest.in_(digests)))
    return {digest: Activation(*rest) for digest, *rest in rows}


def _last_of_each() -> Select[*tuple[Any, ...]]:
    numbers = select(func.max(activations.c.number)).group_by(activations.c.digest)
    columns = (activations.c.digest, activations.c.activated_at, remarks.c.reason, remarks.c.activated_by)
    return select(*columns).join_from(activations, remarks).where(activations.c.number.in_(numbers))
