"""What every repository keeps: its session, and the aggregates that it handed out or took in."""

from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

RecordT = TypeVar("RecordT")


class SqlRepository(Generic[RecordT]):
    """Aggregates in the session's transaction; what is added or changed is written by its flush.

    A service's own repository says in `get` and `add` how its aggregates are asked for.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.touched: list[RecordT] = []

    async def _find(self, kind: type[RecordT], record_id: UUID) -> RecordT | None:
        """Return the aggregate, if there is one."""
        found = await self._session.get(kind, record_id)
        if found is not None:
            self.touched.append(found)
        return found

    def _add(self, record: RecordT) -> None:
        """Add a new aggregate."""
        self._session.add(record)
        self.touched.append(record)
