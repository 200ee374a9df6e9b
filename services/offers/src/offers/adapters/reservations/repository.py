"""Finding and adding reservations within a unit of work."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from offers.adapters.reservations.tables import reservations
from offers.domain.identifiers import MatchId
from offers.domain.reservation import Reservation
from shared.messaging.leadership import wait_for_turn


class SqlReservationRepository:
    """Reservations in the session's transaction, one match at a time."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.touched: list[Reservation] = []

    async def get(self, match_id: MatchId) -> Reservation | None:
        """Return what is held for the match; a second transaction waits, also where there is no row yet to lock."""
        await wait_for_turn(self._session, f"accord.reservation.{match_id}")
        query = select(Reservation).where(reservations.c.match_id == match_id)
        found = await self._session.scalar(query.execution_options(populate_existing=True))
        if found is not None:
            self.touched.append(found)
        return found

    def add(self, reservation: Reservation) -> None:
        """Add a new reservation."""
        self._session.add(reservation)
        self.touched.append(reservation)
