"""The offers service's unit of work: offers, their history and their events commit together."""

from sqlalchemy.exc import IntegrityError

from offers.adapters.publishing import CHRONICLE
from offers.adapters.repository import SqlOfferRepository, explained
from offers.domain.offer import Offer
from shared.persistence.unit_of_work import SqlUnitOfWork


class OffersUnitOfWork(SqlUnitOfWork[Offer]):
    """One transaction over offers."""

    offers: SqlOfferRepository
    chronicle = CHRONICLE

    def _opened(self) -> SqlOfferRepository:
        self.offers = SqlOfferRepository(self.session)
        return self.offers

    def _explained(self, error: IntegrityError) -> Exception:
        return explained(error)
