"""The needs service's unit of work: needs, what is held of them, their history and their events commit together."""

from sqlalchemy.exc import IntegrityError

from needs.adapters.publishing import CHRONICLE
from needs.adapters.repository import SqlNeedRepository, explained
from needs.adapters.reservation_wire import RESERVATION_CHRONICLE
from needs.adapters.reservations import SqlReservationRepository, journalise
from needs.domain.need import Need
from shared.identity.actor import Actor
from shared.persistence.unit_of_work import SqlUnitOfWork


class NeedsUnitOfWork(SqlUnitOfWork[Need]):
    """One transaction over needs and reservations."""

    needs: SqlNeedRepository
    reservations: SqlReservationRepository
    chronicle = CHRONICLE

    def _opened(self) -> SqlNeedRepository:
        self.needs = SqlNeedRepository(self.session)
        self.reservations = SqlReservationRepository(self.session)
        return self.needs

    async def _record_more(self, by: Actor) -> None:
        for reservation in self.reservations.touched:
            await journalise(self.session, reservation)
            await RESERVATION_CHRONICLE.record(self.session, reservation, by)

    def _explained(self, error: IntegrityError) -> Exception:
        return explained(error)
