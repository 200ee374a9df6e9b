"""Finding and adding what is held for matches, and writing each step into the journal."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from needs.adapters.tables import coverage_entries, reservations
from needs.domain.holding import Movement
from needs.domain.identifiers import MatchId
from needs.domain.reservation import Reservation
from shared.persistence.repository import SqlRepository


class SqlReservationRepository(SqlRepository[Reservation]):
    """Reservations in the session's transaction."""

    async def get(self, match_id: MatchId) -> Reservation | None:
        """Return what is known of the match, its row locked."""
        query = select(Reservation).where(reservations.c.match_id == match_id).with_for_update()
        found = await self._session.scalar(query.execution_options(populate_existing=True))
        if found is not None:
            self.touched.append(found)
        return found

    def add(self, reservation: Reservation) -> None:
        """Add what is held for a match seen for the first time."""
        self._add(reservation)


async def journalise(session: AsyncSession, reservation: Reservation) -> None:
    """Write the movements as entries of the journal; a need that is not known cannot have any."""
    rows = [_entry(reservation, movement) for movement in reservation.movements]
    if rows:
        await session.execute(insert(coverage_entries), rows)
    reservation.movements.clear()


def _entry(reservation: Reservation, movement: Movement) -> dict[str, object]:
    before, after = movement.before.figures, movement.after.figures
    return {
        "need_id": reservation.need_id,
        "component_id": movement.component_id,
        "match_id": reservation.match_id,
        "match_version": reservation.match_version,
        "event_id": reservation.event_id,
        "movement": movement.kind(),
        "held_before": before.held,
        "held_after": after.held,
        "promised_before": before.promised,
        "promised_after": after.promised,
        "delivered_before": before.delivered,
        "delivered_after": after.delivered,
        "at": reservation.updated_at,
    }
