"""The unit of work: one session, one transaction, and the events of its aggregates written with it."""

from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from shared.errors import VersionMismatch
from shared.identity.actor import Actor
from shared.persistence.chronicle import Chronicle, RecordT
from shared.persistence.repository import SqlRepository


class SqlUnitOfWork(Generic[RecordT]):
    """Opens a session on entering, rolls back on leaving unless committed; the use case commits, explicitly.

    A service's own unit of work opens its repository in `_opened`, says how it publishes in `chronicle`, and turns
    a broken constraint into a refusal in `_explained`.
    """

    session: AsyncSession
    chronicle: Chronicle[RecordT]

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self._sessions = sessions
        self._lent = False

    @classmethod
    def within(cls, session: AsyncSession) -> Self:
        """Return one inside somebody else's transaction: its commit writes everything and leaves committing to them."""
        unit_of_work = cls(lambda: session)
        unit_of_work._lent = True
        return unit_of_work

    async def __aenter__(self) -> Self:
        self.session = self._sessions()
        self._repository = self._opened()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._lent:
            await self.session.close()

    async def commit(self, by: Actor) -> None:
        """Check versions, write history and events, and commit.

        Every aggregate that something happened to gets its next version, even if that left its row as it was.
        Raises VersionMismatch when another transaction changed an aggregate first; nothing is written then.
        """
        changed = [aggregate for aggregate in self._repository.touched if aggregate.events]
        for aggregate in changed:
            flag_modified(aggregate, "updated_at")
        try:
            await self.session.flush()
        except StaleDataError as error:
            raise VersionMismatch("Somebody else changed the record; read it again.") from error
        except IntegrityError as error:
            raise self._explained(error) from error
        for aggregate in changed:
            await self.chronicle.record(self.session, aggregate, by)
        await self._record_more(by)
        if not self._lent:
            await self.session.commit()

    async def _record_more(self, by: Actor) -> None:
        """Write what else happened in this transaction; the records are flushed, and nothing is committed yet."""

    def _opened(self) -> SqlRepository[RecordT]:
        raise NotImplementedError

    def _explained(self, error: IntegrityError) -> Exception:
        raise NotImplementedError
