"""Rates and profiles in one transaction of PostgreSQL, one after the other, so that numbers count commits."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.basis.queries import digest_in_force, find_profile
from matcher.adapters.basis.tables import activation_remarks, scoring_profiles
from matcher.adapters.basis.tables import scoring_profile_activations as activations
from matcher.domain.rates import RateTable
from matcher.domain.scoring.profile_version import ProfileVersion
from shared.messaging.leadership import wait_for_turn


class SqlBasisOfMatching:
    """Opens a session and takes the lock on entering; rolls back on leaving unless stored."""

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self._sessions = sessions

    async def __aenter__(self) -> Self:
        self._session = self._sessions()
        await wait_for_turn(self._session, "accord.basis")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    def add(self, record: RateTable | ProfileVersion) -> None:
        """Take in a new record, kept once all is stored."""
        self._session.add(record)

    async def latest_version_of(self, name: str) -> int:
        """Return the highest version of a profile's name, 0 where there is none."""
        versions = select(func.max(scoring_profiles.c.version)).where(scoring_profiles.c.name == name)
        return await self._session.scalar(versions) or 0

    async def profile(self, digest: str) -> ProfileVersion:
        """Return a profile; raise NotFound where there is none of that digest."""
        return await find_profile(self._session, digest)

    async def in_force(self) -> str:
        """Return the digest of the profile in force."""
        return await digest_in_force(self._session)

    async def put_in_force(self, digest: str, *, reason: str, by: str, at: datetime) -> None:
        """Put a profile in force from now on."""
        decided = insert(activations).values(digest=digest, activated_at=at).returning(activations.c.number)
        number = (await self._session.execute(decided)).scalar_one()
        remark = {"number": number, "reason": reason, "activated_by": by}
        await self._session.execute(insert(activation_remarks).values(remark))

    async def store(self) -> None:
        """Keep everything for good."""
        await self._session.commit()
