"""A unit of work for needs in memory: what is not committed is lost, and each commit raises a version by one."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from types import TracebackType
from typing import Self

from needs.domain.events import NeedEvent
from needs.domain.holding import Movement
from needs.domain.identifiers import MatchId, NeedId
from needs.domain.need import Need
from needs.domain.refusals import changed_meanwhile, unknown_need
from needs.domain.reservation import Reservation
from shared.errors import Conflict
from shared.identity.actor import Actor


class FakeNeeds:
    """The needs as one transaction sees them: copies, so that only a commit changes what is stored."""

    def __init__(self, stored: dict[NeedId, Need]) -> None:
        self._stored = stored
        self.seen: dict[NeedId, Need] = {}

    async def get(self, need_id: NeedId, *, version: int | None = None) -> Need:
        if need_id not in self.seen:
            if need_id not in self._stored:
                raise unknown_need(need_id)
            self.seen[need_id] = deepcopy(self._stored[need_id])
        need = self.seen[need_id]
        if version is not None and version != need.version:
            raise changed_meanwhile(need_id, expected=version, current=need.version)
        return need

    def add(self, need: Need) -> None:
        self.seen[need.id] = need

    async def lock(self, need_id: NeedId) -> Need | None:
        return await self.get(need_id) if need_id in self._stored else None

    async def lock_due(self, today: date, remind_until: date, limit: int) -> Sequence[Need]:
        due = [each for each in self._stored.values() if _is_due(each, today, remind_until)]
        return [await self.get(each.id) for each in due[:limit]]


class FakeReservations:
    """Reservations as one transaction sees them."""

    def __init__(self, stored: dict[MatchId, Reservation]) -> None:
        self._stored = stored
        self.seen: dict[MatchId, Reservation] = {}

    async def get(self, match_id: MatchId) -> Reservation | None:
        if match_id not in self.seen and match_id in self._stored:
            self.seen[match_id] = deepcopy(self._stored[match_id])
        return self.seen.get(match_id)

    def add(self, reservation: Reservation) -> None:
        self.seen[reservation.match_id] = reservation


class FakeNeedsUnitOfWork:
    """Keeps what was committed: `stored` needs, their `committed` events in order, and `committed_by` whom.

    Of matches it keeps the reservations as they are `held`, each answer as it was `answered`, and the journal.
    """

    def __init__(self, *needs: Need) -> None:
        self.stored: dict[NeedId, Need] = {}
        self.committed: list[NeedEvent] = []
        self.committed_by: list[Actor] = []
        self.held: dict[MatchId, Reservation] = {}
        self.answered: list[Reservation] = []
        self.journal: list[Movement] = []
        for need in needs:
            self._store(deepcopy(need))
        self._begin()

    @property
    def needs(self) -> FakeNeeds:
        return self._needs

    @property
    def reservations(self) -> FakeReservations:
        return self._reservations

    async def __aenter__(self) -> Self:
        self._begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begin()

    async def commit(self, by: Actor) -> None:
        changed = [need for need in self._needs.seen.values() if need.events]
        for need in changed:
            self._must_be_current(need)
            self._must_be_unique(need)
        for need in changed:
            self.committed.extend(need.events)
            self._store(need)
        for reservation in self._reservations.seen.values():
            self._keep(reservation)
        self.committed_by.append(by)

    def _begin(self) -> None:
        self._needs = FakeNeeds(self.stored)
        self._reservations = FakeReservations(self.held)

    def _keep(self, reservation: Reservation) -> None:
        self.journal.extend(reservation.movements)
        if reservation.events:
            self.answered.append(deepcopy(reservation))
        reservation.movements.clear()
        reservation.events.clear()
        self.held[reservation.match_id] = deepcopy(reservation)

    def _store(self, need: Need) -> None:
        need.version += 1
        need.events.clear()
        self.stored[need.id] = deepcopy(need)

    def _must_be_current(self, need: Need) -> None:
        current = self.stored[need.id].version if need.id in self.stored else 0
        if current != need.version:
            raise changed_meanwhile(need.id, expected=need.version, current=current)

    def _must_be_unique(self, need: Need) -> None:
        for other in self.stored.values():
            same = (other.lead, other.external_id) == (need.lead, need.external_id)
            if same and need.external_id is not None and other.id != need.id:
                detail = f"{need.lead} already has a need with the external id {need.external_id}."
                raise Conflict(detail, code="external-id-taken", need_id=str(other.id))


def _is_due(need: Need, today: date, remind_until: date) -> bool:
    last_day = need.confirm_by()
    if last_day is None:
        return False
    return last_day < today or (need.reminded_at is None and last_day <= remind_until)
