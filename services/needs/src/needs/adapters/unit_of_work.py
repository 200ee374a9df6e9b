"""The needs service's unit of work: needs, their history and their events commit together."""

from shared.identity.actor import Actor
from shared.persistence.unit_of_work import SqlUnitOfWork
from sqlalchemy.exc import IntegrityError

from needs.adapters.publishing import record
from needs.adapters.repository import SqlNeedRepository, explained


class NeedsUnitOfWork(SqlUnitOfWork):
    """One transaction over needs."""

    needs: SqlNeedRepository

    def _opened(self) -> None:
        self.needs = SqlNeedRepository(self.session)

    async def _record(self, by: Actor) -> None:
        for need in self.needs.touched:
            await record(self.session, need, by)

    def _explained(self, error: IntegrityError) -> Exception:
        return explained(error)
