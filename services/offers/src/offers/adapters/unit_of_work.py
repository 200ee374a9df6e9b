"""The offers service's unit of work: offers and reservations, their history, journal and events commit together."""

from sqlalchemy.exc import IntegrityError

from offers.adapters.publishing import CHRONICLE
from offers.adapters.repository import SqlOfferRepository, explained
from offers.adapters.reservations.publishing import write_answers
from offers.adapters.reservations.repository import SqlReservationRepository
from offers.domain.offer import Offer
from shared.identity.actor import Actor
from shared.persistence.unit_of_work import SqlUnitOfWork


class OffersUnitOfWork(SqlUnitOfWork[Offer]):
    """One transaction over offers and what is held of them."""

    offers: SqlOfferRepository
    reservations: SqlReservationRepository
    chronicle = CHRONICLE

    def _opened(self) -> SqlOfferRepository:
        self.offers = SqlOfferRepository(self.session)
        self.reservations = SqlReservationRepository(self.session)
        return self.offers

    async def _record_more(self, by: Actor) -> None:  # noqa: ARG002 (the base's signature; entries name their event)
        await write_answers(self.session, self.reservations.touched)

    def _explained(self, error: IntegrityError) -> Exception:
        return explained(error)
