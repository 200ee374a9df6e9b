"""What the use cases about rates and scoring profiles ask of the outside."""

from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from matcher.domain.rates import RateTable
from matcher.domain.scoring.profile_version import ProfileVersion


class BasisOfMatching(Protocol):
    """The rates and profiles within one transaction, which nobody else changes meanwhile; undone unless stored."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, record: RateTable | ProfileVersion) -> None:
        """Take in a new record, kept once all is stored."""
        ...

    async def latest_version_of(self, name: str) -> int:
        """Return the highest version of a profile's name, 0 where there is none."""
        ...

    async def profile(self, digest: str) -> ProfileVersion:
        """Return a profile; raise NotFound where there is none of that digest."""
        ...

    async def in_force(self) -> str:
        """Return the digest of the profile in force."""
        ...

    async def put_in_force(self, digest: str, *, reason: str, by: str, at: datetime) -> None:
        """Put a profile in force from now on."""
        ...

    async def store(self) -> None:
        """Keep everything for good."""
        ...
