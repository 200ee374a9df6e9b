"""A unit of work for needs in memory: what is not committed is lost, and each commit raises a version by one."""

from copy import deepcopy
from types import TracebackType
from typing import Self

from needs.domain.events import NeedEvent
from needs.domain.identifiers import NeedId
from needs.domain.need import Need
from needs.domain.refusals import changed_meanwhile, unknown_need
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


class FakeNeedsUnitOfWork:
    """Keeps what was committed: `stored` needs, their `committed` events in order, and `committed_by` whom."""

    def __init__(self, *needs: Need) -> None:
        self.stored: dict[NeedId, Need] = {}
        self.committed: list[NeedEvent] = []
        self.committed_by: list[Actor] = []
        for need in needs:
            self._store(deepcopy(need))
        self._needs = FakeNeeds(self.stored)

    @property
    def needs(self) -> FakeNeeds:
        return self._needs

    async def __aenter__(self) -> Self:
        self._needs = FakeNeeds(self.stored)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._needs = FakeNeeds(self.stored)

    async def commit(self, by: Actor) -> None:
        changed = [need for need in self._needs.seen.values() if need.events]
        for need in changed:
            self._must_be_current(need)
            self._must_be_unique(need)
        for need in changed:
            self.committed.extend(need.events)
            self._store(need)
        self.committed_by.append(by)

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
