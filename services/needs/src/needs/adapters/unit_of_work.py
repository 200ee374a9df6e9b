"""The needs service's unit of work: needs, their history and their events commit together."""

from sqlalchemy.exc import IntegrityError

from needs.adapters.publishing import CHRONICLE
from needs.adapters.repository import SqlNeedRepository, explained
from needs.domain.need import Need
from shared.persistence.unit_of_work import SqlUnitOfWork


class NeedsUnitOfWork(SqlUnitOfWork[Need]):
    """One transaction over needs."""

    needs: SqlNeedRepository
    chronicle = CHRONICLE

    def _opened(self) -> SqlNeedRepository:
        self.needs = SqlNeedRepository(self.session)
        return self.needs

    def _explained(self, error: IntegrityError) -> Exception:
        return explained(error)
